import AMQP
import Billing
import CivilTime
import Storage

/// Makes the copy of a message that goes to the parking lot: the body as received, and headers that say why.
struct ParkedCopy {
  let worker: String
  let at: UTCInstant

  /// An outbox row, so that the copy is parked if and only if the outcome is committed.
  func message(of received: ReceivedRequest, for fault: Fault, id: String) -> OutboxMessage {
    let copy = received.copy(
      code: fault.code.rawValue, message: fault.message, retries: received.retries,
      worker: worker, at: at)
    let headers = FaultHeaders.table(for: copy, keeping: received.delivery.properties.headers)
    let properties = received.delivery.properties
    return OutboxMessage(
      id: id, exchange: ExchangeName.dead, routingKey: received.delivery.queue, eventId: nil,
      properties: OutboxMessage.Properties(
        contentType: properties.contentType, messageId: properties.messageID,
        type: properties.type, correlationId: properties.correlationID, appId: properties.appID,
        headers: headers.jsonText),
      body: received.delivery.body, createdAt: at)
  }
}
