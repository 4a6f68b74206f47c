import Billing

/// `{id, name?, vatId?}` of who issued a document.
struct SellerForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> DocumentSeller? {
    let id = fields.required(
      "id", .text(maximum: IngestedText.number), "The seller's identifier in the document.")
    let name = fields.optional(
      "name", .text(maximum: IngestedText.contactName), "The seller's name.")
    let vatId = fields.optional(
      "vatId", .text(maximum: IngestedText.number), "The seller's VAT number.")
    return id.map { DocumentSeller(id: $0, name: name, vatId: vatId) }
  }
}
