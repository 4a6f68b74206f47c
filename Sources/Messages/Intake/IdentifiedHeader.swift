package import Billing
package import Digest

/// What is known of a request besides what it asks for.
package struct IdentifiedHeader: Hashable, Sendable {
  package let key: RequestKey
  /// As the sender named it, made safe to print; empty when there was none.
  package let type: String
  /// The request's `correlationId`, else (plain form) the property. Without control characters either way.
  package let correlationId: String?
  package let requestedBy: RequestedBy?
  /// Of the body's bytes; CloudEvents: of `data`'s. Two messages of one key are the same request when
  /// this and the type are equal. Of a body over its limit: see ``OversizedBody``.
  package let bodySHA256: SHA256Digest
  package var trace: TraceContext?
  /// The queue that also wants the completion.
  package let replyTo: String?
  /// The `correlation_id` of such a reply: the message's own, else (none, or one with control characters)
  /// the request identifier.
  package let replyCorrelationId: String

  package init(
    key: RequestKey,
    type: String,
    correlationId: String? = nil,
    requestedBy: RequestedBy? = nil,
    bodySHA256: SHA256Digest,
    trace: TraceContext? = nil,
    replyTo: String? = nil,
    replyCorrelationId: String? = nil
  ) {
    self.key = key
    self.type = type
    self.correlationId = correlationId
    self.requestedBy = requestedBy
    self.bodySHA256 = bodySHA256
    self.trace = trace
    self.replyTo = replyTo
    self.replyCorrelationId = replyCorrelationId ?? key.identifier
  }
}
