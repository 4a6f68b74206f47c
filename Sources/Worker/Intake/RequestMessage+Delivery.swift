import AMQP
import Messages

extension RequestMessage {
  /// The body and those properties of a delivery that say what the request is; by its properties alone when it is not
  /// to be read, as a request without a body.
  init(_ delivery: Delivery, source: RequestSource, isRead: Bool = true) {
    let properties = delivery.properties
    self.init(
      body: isRead ? delivery.body : [],
      bodySize: isRead ? Int(clamping: delivery.bodySize) : 0,
      queue: WorkQueue(rawValue: delivery.queue) ?? .unrouted,
      contentType: isRead ? properties.contentType : nil,
      contentEncoding: isRead ? properties.contentEncoding : nil,
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
