import AMQP
import Messages

/// Makes the copy of a message that waits in a retry queue.
enum RetriedCopy {
  /// The message as received, addressed so that it comes back to its queue when its time is over.
  ///
  /// - Throws: ``AMQP/OutgoingMessageError`` when the sender's properties do not fit on the wire again.
  static func message(
    of received: ReceivedRequest, to queue: RetryQueue, faults: ParkedMessage
  ) throws(OutgoingMessageError) -> OutgoingMessage {
    var properties = received.delivery.properties
    properties.headers = FaultHeaders.table(for: faults, keeping: properties.headers)
    properties.deliveryMode = .persistent
    properties.expiration = nil
    // The broker checks it against who publishes: that is this worker now.
    properties.userID = nil
    return try OutgoingMessage(
      exchange: queue.rawValue, routingKey: received.delivery.queue, isMandatory: true,
      properties: properties, body: received.delivery.body)
  }
}
