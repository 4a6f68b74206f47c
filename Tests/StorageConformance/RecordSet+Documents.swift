internal import Billing
internal import TestSupport

/// Records with all that documents need of them.
extension RecordSet {
  static var sellerDetails: SellerDetails {
    var details = SellerDetails()
    details.vatId = "CHE111222333"
    details.registrationNumber = "CH-1"
    details.electronicAddress = ElectronicAddress(scheme: "0088", id: "4012345000009")
    details.iban = "CH9300762011623852957"
    details.bic = "POFICHBEXXX"
    details.contact = SellerContact(name: "\"Billing\"", phone: "+41 1", email: "b@example.com")
    details.locale = "de-CH"
    details.logo = try? logo("cd01", SamplePNG(width: 6, height: 4))
    return details
  }

  /// As it comes with a request: with the image.
  static func logo(_ digest: String, _ image: SamplePNG) throws -> Logo {
    Logo(digest: digest, image: try PNGImage(checking: image.bytes))
  }

  static var buyerDetails: BuyerDetails {
    var details = BuyerDetails()
    details.vatId = "NO888888888"
    details.registrationNumber = "888"
    details.buyerReference = "B\\7"
    details.electronicAddress = ElectronicAddress(scheme: "EM", id: "in@example.com")
    return details
  }

  static var fullOrder: Order {
    var order = Order(id: "ORD-1", accountId: "ACC-1", orderNumber: "77", revision: 3)
    order.purchaseOrderNumber = "PO-4711"
    return order
  }

  static var accountEmail: AccountEmail {
    AccountEmail(
      to: ["a@example.com", "b@example.com"], cc: ["c@example.com"], optOut: true,
      emailTemplateId: "ET-1", attachments: [])
  }

  static var fullTemplate: EmailTemplate {
    EmailTemplate(
      id: "ET-1", name: "Standard", subject: "Invoice {{invoice.number}}", textBody: "a\r\n\tb\\",
      htmlBody: "<p>\"é\"</p>", locale: "de-CH", isDefault: true, revision: 13)
  }

  static var fullTreatment: TaxTreatment {
    var treatment = TaxTreatment(
      id: "TT-1", name: "Standard", isTaxable: true, taxCode: "std", taxCategory: "S",
      isDefault: true, revision: 6)
    treatment.exemptionReason = "Medical services"
    treatment.exemptionReasonCode = "VATEX-EU-132"
    return treatment
  }

  static var fullEntity: LegalEntity {
    var entity = LegalEntity(
      id: "LE-1", name: "Seller", address: Fixtures.address, taxRegistrationNumber: "CHE-1",
      isDefault: true, revision: 9)
    entity.details = sellerDetails
    entity.email = LegalEntityEmail(
      emailTemplateId: "ET-1", attachments: [.pdf, .ubl], fromName: "\"Billing\"",
      replyTo: "r@example.com")
    return entity
  }

  /// With every member.
  static var documentSnapshot: DocumentSnapshot {
    var taxes = DocumentSnapshot.Taxes()
    taxes.untaxed = "E"
    taxes.categories = [2: "Z"]
    taxes.exemptions = [
      "E": DocumentSnapshot.Exemption(reason: "\"Art. 132\"", code: "VATEX-EU-132")
    ]
    return DocumentSnapshot(seller: sellerDetails, buyer: buyerDetails, taxes: taxes)
  }
}
