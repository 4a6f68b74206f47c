import Billing

/// Of a LegalEntity.
struct LegalEntityForm: RecordFieldsForm {
  let id: String

  func read(_ fields: inout ObjectReader) -> LegalEntity? {
    let name = fields.required("name", .name, "The name of the company that invoices.")
    let address = fields.required("address", AddressForm(), "The address of the company.")
    let registration = fields.optional(
      "taxRegistrationNumber", .text(maximum: 64),
      "The number under which it is registered for tax, a VAT number for example.")
    let isDefault =
      fields.optional(
        "isDefault", .flag, "Whether it invoices accounts that name no entity; one at most does.")
      ?? false
    let details = fields.sellerDetails()
    let email = fields.optional(
      "email", LegalEntityEmailForm(), "How it sends invoices by e-mail.")
    let revision = fields.revision()
    guard let name, let address else { return nil }
    var entity = LegalEntity(
      id: RecordID(id), name: name, address: address, taxRegistrationNumber: registration,
      isDefault: isDefault, revision: revision)
    entity.details = details
    entity.email = email
    return entity
  }
}
