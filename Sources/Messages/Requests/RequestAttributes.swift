import Billing

/// What every request's data may carry besides what it asks for.
struct RequestAttributes {
  /// Up to 255 characters, for the sender to find its own again.
  let correlationId: String?
  let requestedBy: RequestedBy?

  init(_ fields: inout ObjectReader) {
    correlationId = fields.optional("correlationId", .text(maximum: 255))
    requestedBy = fields.optional("requestedBy", RequestedByForm())
  }
}
