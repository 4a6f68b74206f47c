import Billing

/// `{id, name?, vatId?}` of who issued a document.
struct SellerForm: ObjectForm {
  func readMembers(_ fields: inout ObjectReader) -> DocumentSeller? {
    let id = fields.required("id", .text(maximum: IngestedText.number))
    let name = fields.optional("name", .text(maximum: IngestedText.contactName))
    let vatId = fields.optional("vatId", .text(maximum: IngestedText.number))
    return id.map { DocumentSeller(id: $0, name: name, vatId: vatId) }
  }
}
