import AMQP
import Messages

extension RequestMessage {
  /// The body and those properties of a delivery that say what the request is.
  init(_ delivery: Delivery, source: RequestSource) {
    let properties = delivery.properties
    self.init(
      body: delivery.body,
      bodySize: Int(clamping: delivery.bodySize),
      queue: WorkQueue(rawValue: delivery.queue) ?? .unrouted,
      contentType: properties.contentType,
      contentEncoding: properties.contentEncoding,
      messageId: properties.messageId,
      type: properties.type,
      appId: properties.appId,
      source: source,
      correlationId: properties.correlationId,
      replyTo: properties.replyTo,
      traceparent: properties.headers?["traceparent"]?.text,
      tracestate: properties.headers?["tracestate"]?.text)
  }
}
