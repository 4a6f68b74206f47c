import Billing
import CivilTime

/// The components of UBL that documents are made of, in the order of its schema.
extension XMLTextWriter {
  mutating func amount(_ name: String, _ amount: String?, _ currency: String) {
    guard let amount else { return }
    text(name, amount, "currencyID", currency)
  }

  mutating func taxScheme(_ id: String) {
    begin("cac:TaxScheme")
    text("cbc:ID", id)
    end()
  }

  mutating func address(_ address: Address, _ name: String) {
    begin(name)
    text("cbc:StreetName", address.street)
    text("cbc:CityName", address.city)
    text("cbc:PostalZone", address.postalCode)
    text("cbc:CountrySubentity", address.state)
    begin("cac:Country")
    text("cbc:IdentificationCode", address.country)
    end()
    end()
  }

  /// `creditorId`: as the bank knows who debits.
  mutating func party(_ party: EInvoice.Party, _ name: String, creditorId: String? = nil) {
    begin(name)
    begin("cac:Party")
    if let address = party.electronicAddress {
      text("cbc:EndpointID", address.id, "schemeID", address.scheme)
    }
    for item in party.identifiers { identification(item.id, item.scheme) }
    if let creditorId { identification(creditorId, "SEPA") }
    if let name = party.tradingName { partyName(name) }
    address(party.address, "cac:PostalAddress")
    taxRegistration(party.vatId, "VAT")
    // Another registration for tax is of any scheme but VAT (BT-32).
    taxRegistration(party.taxRegistrationNumber, "TAX")
    begin("cac:PartyLegalEntity")
    text("cbc:RegistrationName", party.name)
    identifier("cbc:CompanyID", party.registrationNumber, party.registrationScheme)
    text("cbc:CompanyLegalForm", party.legalForm)
    end()
    if let contact = party.contact {
      begin("cac:Contact")
      text("cbc:Name", contact.name)
      text("cbc:Telephone", contact.phone)
      text("cbc:ElectronicMail", contact.email)
      end()
    }
    end()
    end()
  }

  mutating func taxRegistration(_ number: String?, _ scheme: String) {
    guard let number else { return }
    begin("cac:PartyTaxScheme")
    text("cbc:CompanyID", number)
    taxScheme(scheme)
    end()
  }

  mutating func adjustment(_ adjustment: EInvoice.Adjustment, _ currency: String) {
    begin("cac:AllowanceCharge")
    text("cbc:ChargeIndicator", adjustment.isCharge ? "true" : "false")
    text("cbc:AllowanceChargeReason", adjustment.reason)
    amount("cbc:Amount", adjustment.amount, currency)
    if let tax = adjustment.tax { taxCategory(tax, "cac:TaxCategory") }
    end()
  }

  mutating func taxCategory(_ tax: EInvoice.TaxCategory, _ name: String) {
    begin(name)
    text("cbc:ID", tax.code)
    text("cbc:Percent", tax.rate)
    taxScheme("VAT")
    end()
  }
}
