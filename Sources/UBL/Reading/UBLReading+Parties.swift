import Billing
import Messages

/// Who a document names, beside what invoices have members for.
extension UBLReading {
  mutating func parties(of root: XMLElement, _ terms: inout DocumentTerms) {
    let seller = "AccountingSupplierParty/Party"
    if let element = root.at(seller) {
      var party = details(of: element, at: seller)
      party.address = partyAddress(element.first("PostalAddress"), at: "\(seller)/PostalAddress")
      party.contact = contact(of: element, at: "\(seller)/Contact")
      terms[.seller] = party
    }
    let buyer = "AccountingCustomerParty/Party"
    if let element = root.at(buyer) {
      var party = details(of: element, at: buyer)
      party.vatId = vatId(of: element, at: buyer)
      party.contact = contact(of: element, at: "\(buyer)/Contact")
      // Which is the invoice's.
      party.contact?.email = nil
      if party.contact == SellerContact() { party.contact = nil }
      terms[.buyer] = party
    }
    if let element = root.first("PayeeParty") {
      var party = details(of: element, at: "PayeeParty")
      party.name = name(of: element, at: "PayeeParty")
      party.tradingName = nil
      terms[.payee] = party
    }
    let agent = "TaxRepresentativeParty"
    if let element = root.first(agent) {
      var party = PartyTerms()
      party.name = name(of: element, at: agent)
      party.vatId = vatId(of: element, at: agent)
      party.address = partyAddress(element.first("PostalAddress"), at: "\(agent)/PostalAddress")
      terms[.taxRepresentative] = party
    }
  }

  private mutating func name(of element: XMLElement, at place: String) -> String? {
    text(
      element.text("PartyName/Name") ?? element.text("PartyLegalEntity/RegistrationName"),
      room: 255, at: "\(place)/PartyName/Name")
  }

  private mutating func vatId(of element: XMLElement, at place: String) -> String? {
    let scheme = element.all("PartyTaxScheme").first {
      ($0.text("TaxScheme/ID") ?? "VAT") == "VAT"
    }
    return text(scheme?.text("CompanyID"), room: IngestedText.number, at: "\(place)/PartyTaxScheme")
  }

  private mutating func details(of element: XMLElement, at place: String) -> PartyTerms {
    var party = PartyTerms()
    let entity = element.first("PartyLegalEntity")
    let name = element.text("PartyName/Name")
    if let name, let legal = entity?.text("RegistrationName"), legal != name {
      party.tradingName = text(name, room: 255, at: "\(place)/PartyName/Name")
    }
    var identifiers: [PartyIdentifier] = []
    for item in element.all("PartyIdentification") {
      let id = item.first("ID")
      guard
        let found = text(
          id?.trimmedText, room: IngestedText.number, at: "\(place)/PartyIdentification")
      else { continue }
      identifiers.append(PartyIdentifier(id: found, scheme: scheme(of: id)))
    }
    party.identifiers = listed(identifiers, at: "\(place)/PartyIdentification")
    let other = element.all("PartyTaxScheme").first {
      ($0.text("TaxScheme/ID") ?? "VAT") != "VAT"
    }
    party.taxRegistrationNumber = text(
      other?.text("CompanyID"), room: 255, at: "\(place)/PartyTaxScheme")
    let number = entity?.first("CompanyID")
    party.registrationNumber = text(
      number?.trimmedText, room: 255, at: "\(place)/PartyLegalEntity/CompanyID")
    party.registrationScheme = scheme(of: number)
    party.legalForm = text(
      entity?.text("CompanyLegalForm"), room: IngestedText.reason,
      at: "\(place)/PartyLegalEntity/CompanyLegalForm")
    let address = element.first("EndpointID")
    if let id = text(address?.trimmedText, room: 255, at: "\(place)/EndpointID") {
      party.electronicAddress = ElectronicAddress(scheme: scheme(of: address) ?? "", id: id)
    }
    return party
  }

  private mutating func contact(of element: XMLElement, at place: String) -> SellerContact? {
    guard let person = element.first("Contact") else { return nil }
    let contact = SellerContact(
      name: text("Name", of: person, room: 255, in: place),
      phone: text("Telephone", of: person, room: 255, in: place),
      email: text("ElectronicMail", of: person, room: 255, in: place))
    return contact == SellerContact() ? nil : contact
  }

  private mutating func partyAddress(_ element: XMLElement?, at place: String) -> Address? {
    address(element, at: place).flatMap { partyAddress($0, at: place) }
  }

  /// The address of whom the invoice has no member for.
  mutating func partyAddress(_ address: UBLDocument.Address, at place: String) -> Address? {
    guard IngestedText.isCountry(address.country) else {
      warn(.dropped, at: place, "Its country is no code of ISO 3166-1; the address was left out.")
      return nil
    }
    return Address(
      street: address.street ?? "", city: address.city ?? "", postalCode: address.postalCode ?? "",
      state: address.state, country: address.country)
  }
}
