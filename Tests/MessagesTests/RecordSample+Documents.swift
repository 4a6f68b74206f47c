import Billing

/// The members of records that documents need.
extension RecordSample {
  private static let address = Field(
    name: "electronicAddress", json: #"{"scheme": "0088", "id": "4012345000009"}"#)

  /// A PNG of one pixel, and its SHA-256.
  static let logo = (
    image:
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNgAAAAAgAB5Sfe/AAAAABJRU5ErkJggg==",
    digest: "a4d4c009619311d9b83904acfd62fe3b7f918c312522bbcc6ad51cdec4fd1edf"
  )

  static let sellerFields = [
    Field(name: "vatId", json: #""NO999999999""#),
    Field(name: "registrationNumber", json: #""999 999 999""#),
    address,
    Field(name: "iban", json: #""DE89370400440532013000""#),
    Field(name: "bic", json: #""COBADEFFXXX""#),
    Field(
      name: "contact", json: #"{"name": "Billing", "phone": "+47 1", "email": "b@example.com"}"#),
    Field(name: "locale", json: #""nb-NO""#),
    Field(name: "logo", json: "\"\(logo.image)\""),
  ]

  static let buyerFields = [
    Field(name: "vatId", json: #""NO888888888""#),
    Field(name: "registrationNumber", json: #""888 888 888""#),
    Field(name: "buyerReference", json: #""B-7""#),
    address,
  ]

  static let exemptionFields = [
    Field(name: "exemptionReason", json: #""Medical services""#),
    Field(name: "exemptionReasonCode", json: #""VATEX-EU-132""#),
  ]
}

extension LegalEntity {
  var withSampleDetails: LegalEntity {
    var entity = self
    entity.details.vatId = "NO999999999"
    entity.details.registrationNumber = "999 999 999"
    entity.details.electronicAddress = ElectronicAddress(scheme: "0088", id: "4012345000009")
    entity.details.iban = "DE89370400440532013000"
    entity.details.bic = "COBADEFFXXX"
    entity.details.contact = SellerContact(
      name: "Billing", phone: "+47 1", email: "b@example.com")
    entity.details.locale = "nb-NO"
    entity.details.logo = Logo(digest: RecordSample.logo.digest)
    entity.email = LegalEntityEmail(
      emailTemplateId: "T", attachments: [.ubl], fromName: "Billing", replyTo: "r@example.com")
    return entity
  }
}

extension Account {
  var withSampleDetails: Account {
    var account = self
    account.details.vatId = "NO888888888"
    account.details.registrationNumber = "888 888 888"
    account.details.buyerReference = "B-7"
    account.details.electronicAddress = ElectronicAddress(scheme: "0088", id: "4012345000009")
    account.email = AccountEmail(
      to: ["to@example.com"], cc: ["cc@example.com"], optOut: true, emailTemplateId: "T",
      attachments: [.pdf, .ubl])
    return account
  }
}

extension TaxTreatment {
  var withSampleReasons: TaxTreatment {
    var treatment = self
    treatment.exemptionReason = "Medical services"
    treatment.exemptionReasonCode = "VATEX-EU-132"
    return treatment
  }
}

extension Order {
  var withSampleNumber: Order {
    var order = self
    order.purchaseOrderNumber = "PO-1"
    return order
  }
}
