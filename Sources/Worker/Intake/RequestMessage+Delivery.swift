import AMQP
import Messages

extension RequestMessage {
  /// The body and those properties of a delivery that say what the request is; by its properties alone when it is not
  /// to be read, as a request without a body.
  init(_ delivery: Delivery, source: RequestSource, isRead: Bool = true) {
    let properties = RequestProperties(delivery.properties)
    self.init(
      body: isRead ? delivery.body : [],
      bodySize: isRead ? Int(clamping: delivery.bodySize) : 0,
      queue: WorkQueue(rawValue: delivery.queue) ?? .unrouted,
      contentType: isRead ? delivery.properties.contentType : nil,
      contentEncoding: isRead ? delivery.properties.contentEncoding : nil,
      messageId: properties.messageId,
      type: properties.type,
      appId: properties.appId,
      source: source,
      correlationId: delivery.properties.correlationId,
      replyTo: delivery.properties.replyTo,
      traceparent: properties.traceparent,
      tracestate: properties.tracestate,
      unsupportedEventVersion: isRead ? properties.unsupportedEventVersion : nil)
  }
}
