import Billing

/// A person named on the account itself.
struct BillToContactForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> BillToContact? {
    let name = fields.required("name", .name, "The name of the person or department.")
    let email = fields.optional("email", .email, "The address that mail for them goes to.")
    return name.map { .named(name: $0, email: email) }
  }
}
