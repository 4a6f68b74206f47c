import Billing

/// Of a Contact.
struct ContactForm: RecordFieldsForm {
  let id: String

  func read(_ fields: inout ObjectReader) -> Contact? {
    let accountId = fields.required(
      "accountId", IdentifierForm<Account>(), "The account that the contact belongs to.")
    let name = fields.required("name", .name, "The name of the person or department.")
    let email = fields.optional("email", .email, "The address that mail for them goes to.")
    let revision = fields.revision()
    guard let accountId, let name else { return nil }
    return Contact(
      id: RecordID(id), accountId: accountId, name: name, email: email, revision: revision)
  }
}
