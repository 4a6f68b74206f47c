import Billing

/// A person named on the account itself.
struct BillToContactForm: ObjectForm {
  func readMembers(_ fields: inout ObjectReader) -> BillToContact? {
    let name = fields.required("name", .name)
    let email = fields.optional("email", .email)
    return name.map { .named(name: $0, email: email) }
  }
}
