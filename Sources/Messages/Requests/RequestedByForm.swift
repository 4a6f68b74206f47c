import Billing

/// `requestedBy`: the person a request was made for.
struct RequestedByForm: ObjectForm {
  func readMembers(_ fields: inout ObjectReader) -> RequestedBy? {
    RequestedBy(
      userId: fields.optional("userId", .text(maximum: 255)),
      name: fields.optional("name", .name),
      email: fields.optional("email", .email))
  }
}
