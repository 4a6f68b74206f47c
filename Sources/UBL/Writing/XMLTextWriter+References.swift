import Billing
import CivilTime

/// What documents that were ingested refer to, in the order of UBL's schema.
extension XMLTextWriter {
  /// An identifier with its scheme, unless there is none.
  mutating func identifier(_ name: String, _ id: String?, _ scheme: String?) {
    guard let id else { return }
    if let scheme { text(name, id, "schemeID", scheme) } else { text(name, id) }
  }

  mutating func identification(_ id: String, _ scheme: String?) {
    begin("cac:PartyIdentification")
    identifier("cbc:ID", id, scheme)
    end()
  }

  mutating func partyName(_ name: String) {
    begin("cac:PartyName")
    text("cbc:Name", name)
    end()
  }

  mutating func payee(_ party: PartyTerms) {
    begin("cac:PayeeParty")
    if let item = party.identifiers.first { identification(item.id, item.scheme) }
    if let name = party.name { partyName(name) }
    if let number = party.registrationNumber {
      begin("cac:PartyLegalEntity")
      identifier("cbc:CompanyID", number, party.registrationScheme)
      end()
    }
    end()
  }

  mutating func taxRepresentative(_ party: PartyTerms) {
    begin("cac:TaxRepresentativeParty")
    if let name = party.name { partyName(name) }
    if let address = party.address { self.address(address, "cac:PostalAddress") }
    taxRegistration(party.vatId, "VAT")
    end()
  }

  mutating func reference(_ name: String, _ id: String?, typeCode: String? = nil) {
    guard let id else { return }
    begin(name)
    text("cbc:ID", id)
    text("cbc:DocumentTypeCode", typeCode)
    end()
  }

  /// What is invoiced (UNTDID 1001: 130).
  mutating func object(_ name: String, _ id: String?, _ scheme: String?) {
    guard let id else { return }
    begin(name)
    identifier("cbc:ID", id, scheme)
    text("cbc:DocumentTypeCode", "130")
    end()
  }

  mutating func attachment(_ document: DocumentTerms.SupportingDocument) {
    begin("cac:AdditionalDocumentReference")
    text("cbc:ID", document.id)
    text("cbc:DocumentDescription", document.description)
    if let url = document.url {
      begin("cac:Attachment")
      begin("cac:ExternalReference")
      text("cbc:URI", url)
      end()
      end()
    }
    end()
  }

  mutating func paymentMeans(
    _ means: DocumentTerms.PaymentMeans, due: CivilDate?, isNamed: Bool
  ) {
    begin("cac:PaymentMeans")
    if isNamed, let name = means.text {
      text("cbc:PaymentMeansCode", means.code, "name", name)
    } else {
      text("cbc:PaymentMeansCode", means.code)
    }
    text("cbc:PaymentDueDate", due?.description)
    text("cbc:PaymentID", means.reference)
    if let account = means.iban {
      begin("cac:PayeeFinancialAccount")
      text("cbc:ID", account)
      text("cbc:Name", means.accountName)
      if let bic = means.bic {
        begin("cac:FinancialInstitutionBranch")
        text("cbc:ID", bic)
        end()
      }
      end()
    }
    if means.mandate != nil || means.debitedAccount != nil {
      begin("cac:PaymentMandate")
      text("cbc:ID", means.mandate)
      if let account = means.debitedAccount {
        begin("cac:PayerFinancialAccount")
        text("cbc:ID", account)
        end()
      }
      end()
    }
    end()
  }
}
