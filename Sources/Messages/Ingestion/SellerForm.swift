import Billing

/// Who issued a document.
struct SellerForm: ObjectForm {
  struct Named {
    let seller: DocumentSeller
    let terms: PartyTerms
  }

  func read(_ fields: inout ObjectReader) -> Named? {
    let id = fields.required(
      "id", .text(maximum: IngestedText.number), "The seller's identifier in the document.")
    let name = fields.optional(
      "name", .text(maximum: IngestedText.contactName), "The seller's name.")
    let vatId = fields.optional(
      "vatId", .text(maximum: IngestedText.number), "The seller's VAT number.")
    var terms = PartyTerms()
    fields.details(of: &terms)
    return id.map { Named(seller: DocumentSeller(id: $0, name: name, vatId: vatId), terms: terms) }
  }
}
