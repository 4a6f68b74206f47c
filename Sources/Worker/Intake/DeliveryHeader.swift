/// The headers of a delivery that a worker reads, by name. What a sender wrote there counts for nothing
/// (``AMQP/Delivery/believedHeaders``).
package enum DeliveryHeader {
  /// How many retry queues the message went through.
  package static let attempt = "attempt"
  package static let firstFaultAt = "fault-first-at"
  /// How often a request waited for a tax engine in a retry queue, and when it was taken first.
  package static let taxDelays = "tax-delays"
  package static let identifiedAt = "identified-at"
  /// On a request that an operator sends again: the event of the outcome that its outcome is to replace.
  package static let replayOf = "replay-of"
  /// On every copy: the user whom the broker had checked on the original, if it named one. The copy's own is who
  /// published the copy.
  package static let user = "request-user"
  /// When the broker had it, in milliseconds: RabbitMQ's interceptor of message timestamps writes it.
  package static let brokerTime = "timestamp_in_ms"
  /// The broker's own count of deliveries on a quorum queue.
  package static let deliveryCount = "x-delivery-count"
}
