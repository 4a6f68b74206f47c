import Billing

/// The fields of a Contact.
enum ContactFields {
  static func read(_ id: Contact.ID, _ fields: inout ObjectReader) -> Contact? {
    let accountId = fields.required("accountId", IdentifierForm<Account>())
    let name = fields.required("name", .name)
    let email = fields.optional("email", .email)
    let revision = fields.optional("revision", .revision)
    guard let accountId, let name else { return nil }
    return Contact(id: id, accountId: accountId, name: name, email: email, revision: revision)
  }
}
