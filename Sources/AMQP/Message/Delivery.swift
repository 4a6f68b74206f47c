/// A message as it arrived, to be acknowledged with its tag.
package struct Delivery: Sendable, Equatable {
  /// The queue of the subscription (or of the `get`) it came through.
  package let queue: String
  package let tag: DeliveryTag
  /// The broker has sent this message before. Says nothing about whether it was handled.
  package let isRedelivered: Bool
  package let exchange: String
  package let routingKey: String
  package let properties: MessageProperties
  /// The body; only its beginning when `isTruncated`.
  package let body: [UInt8]
  /// Bytes the sender announced.
  package let bodySize: UInt64
  /// The body was over the subscription's limit and the rest of it was discarded on arrival.
  package let isTruncated: Bool
  /// When it arrived over a subscription; nil for what was fetched.
  package let arrivedAt: MonotonicInstant?

  package init(
    queue: String, tag: DeliveryTag, isRedelivered: Bool, exchange: String, routingKey: String,
    properties: MessageProperties, body: [UInt8], bodySize: UInt64, isTruncated: Bool,
    arrivedAt: MonotonicInstant? = nil
  ) {
    self.arrivedAt = arrivedAt
    self.queue = queue
    self.tag = tag
    self.isRedelivered = isRedelivered
    self.exchange = exchange
    self.routingKey = routingKey
    self.properties = properties
    self.body = body
    self.bodySize = bodySize
    self.isTruncated = isTruncated
  }
}
