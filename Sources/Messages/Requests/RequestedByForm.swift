import Billing

/// `requestedBy`: the person a request was made for.
struct RequestedByForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> RequestedBy? {
    let userId = fields.optional(
      "userId", .text(maximum: 255), "The person's identifier in the sender's system.")
    let name = fields.optional("name", .name, "The person's name.")
    let email = fields.optional("email", .email, "The person's e-mail address.")
    let notify = fields.optional(
      "notify", .flag,
      "Whether the result, of a run that it begins the run's end, is mailed there (without it false)."
    )
    if notify == true, !fields.isGiven("email") {
      fields.refuse("notify", "needs email beside it, the address that is written to")
    }
    return RequestedBy(userId: userId, name: name, email: email, notifies: notify ?? false)
  }
}
