import AMQP
import CivilTime
import Messages

/// Makes the copy of a message that waits in a retry queue.
enum RetriedCopy {
  /// The message as received, addressed so that it comes back to its queue when its time is over. `isDelayed`: it waits for a tax
  /// engine, once more than before. What waited for one before keeps what its identifiers follow from, whatever it goes back for.
  ///
  /// - Throws: ``AMQP/OutgoingMessageError`` when the sender's properties do not fit on the wire again.
  static func message(
    of received: ReceivedRequest, to queue: RetryQueue, faults: DeadLetterReason,
    isDelayed: Bool = false
  ) throws(OutgoingMessageError) -> OutgoingMessage {
    var properties = RepublishedProperties.of(received.delivery.properties)
    var headers = CopyHeaders.table(for: faults, of: received)
    let taxDelays = Int64(clamping: received.taxDelays) + (isDelayed ? 1 : 0)
    if taxDelays > 0 {
      headers[DeliveryHeader.taxDelays] = .int64(taxDelays)
      headers[DeliveryHeader.identifiedAt] = .string(received.identifiedAt.description)
    }
    properties.headers = headers
    properties.replyTo = received.replyQueue
    return try OutgoingMessage(
      exchange: queue.rawValue, routingKey: received.delivery.queue, isMandatory: true,
      properties: properties, body: received.delivery.body)
  }
}
