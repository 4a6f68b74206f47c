import Billing

/// `requestedBy`: the person a request was made for.
struct RequestedByForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> RequestedBy? {
    RequestedBy(
      userId: fields.optional(
        "userId", .text(maximum: 255), "The person's identifier in the sender's system."),
      name: fields.optional("name", .name, "The person's name."),
      email: fields.optional("email", .email, "The person's e-mail address."))
  }
}
