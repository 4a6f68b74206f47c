import Billing

/// What every request's data may carry besides what it asks for.
struct RequestAttributes {
  /// Up to 255 characters, none of them a control character, for the sender to find its own again.
  static let correlationIdForm = TextForm(maximum: 255)

  /// Of that form.
  let correlationId: String?
  let requestedBy: RequestedBy?

  init(_ fields: inout ObjectReader) {
    correlationId = fields.optional(
      "correlationId", Self.correlationIdForm,
      "A text of the sender's; events about the request carry it.")
    requestedBy = fields.optional(
      "requestedBy", RequestedByForm(), "The person for whom the request is made.")
  }
}
