package import AMQP
import Messages

/// What of a request goes along when it is published again under another's rights: as a retried copy or a dead
/// letter by the worker, as a replay by an operator. The one list of it.
///
/// It names what may pass, for what a sender can put on a message acts with the rights of whoever publishes it
/// next: `CC` and `BCC` address it to any queue, `expiration` and `priority` say when it dies and whom it
/// overtakes, a foreign `user_id` ends the publisher's channel, `attempt` or `replay-of` would be believed.
package enum RepublishedProperties {
  /// Says what the request is, and nothing else: no `reply_to`, for whoever waited for an answer is gone by the
  /// time an operator sends it again; a retried copy adds it where it is allowed (``RetriedCopy``).
  ///
  /// A CloudEvents message in binary mode goes on in the plain form, which is the same request.
  package static func of(_ properties: MessageProperties) -> MessageProperties {
    let request = RequestProperties(properties)
    var kept = MessageProperties(
      contentType: properties.contentType, headers: headers(of: request),
      deliveryMode: .persistent, correlationId: properties.correlationId,
      messageId: request.messageId, timestamp: properties.timestamp, type: request.type,
      appId: request.appId)
    kept.contentEncoding = properties.contentEncoding
    return kept
  }

  /// The trace, if it is one: of bounded length, as read from any request. And what keeps a message from being read, so that its
  /// replay is refused as it was.
  private static func headers(of request: RequestProperties) -> HeaderTable {
    var kept = HeaderTable()
    if let version = request.unsupportedEventVersion {
      kept["\(BinaryCloudEvent.prefixes[0])specversion"] = .string(version.prefix(bytes: 32))
    }
    let trace = TraceContext(traceparent: request.traceparent, tracestate: request.tracestate)
    guard let trace else { return kept }
    kept["traceparent"] = .string(trace.traceparent)
    if let state = trace.tracestate { kept["tracestate"] = .string(state) }
    return kept
  }
}
