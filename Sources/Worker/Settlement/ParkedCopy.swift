import AMQP
import Billing
import CivilTime
import Messages
import Storage

/// Makes the copy of a message that goes to the parking lot: the body as received, and headers that say why.
struct ParkedCopy {
  let worker: String
  let at: UTCInstant

  /// An outbox row, so that the copy is parked if and only if the outcome is committed. `completion` is the
  /// event of that outcome, which a replay of the copy replaces; nil for a message without a key.
  ///
  /// A CloudEvents message says in its body what it is; the copy says so in its properties too, so that an
  /// operator finds it by its identifier without the body.
  func message(
    of received: ReceivedRequest, for fault: Fault, completion: String?, id: String
  ) -> OutboxMessage {
    let header = received.intake.header
    func named(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }
    let copy = received.copy(
      code: fault.code.rawValue, message: fault.message, retries: received.retries,
      worker: worker, at: at, completionEventId: completion)
    let headers = FaultHeaders.table(for: copy, keeping: received.delivery.properties.headers)
    let properties = received.delivery.properties
    func short(_ text: String?) -> String? { text.map(Self.shortString) }
    return OutboxMessage(
      id: id, exchange: ExchangeName.dead, routingKey: received.delivery.queue, eventId: nil,
      properties: OutboxMessage.Properties(
        contentType: short(properties.contentType),
        messageId: short(properties.messageID ?? header?.key.identifier),
        type: short(properties.type ?? named(header?.type)),
        correlationId: short(properties.correlationID),
        appId: short(properties.appID ?? named(header?.key.source)), headers: headers.jsonText),
      body: received.intake.isOverBodyLimit
        ? Array(received.delivery.body.prefix(ParkedMessage.keptBodyLength))
        : received.delivery.body,
      createdAt: at)
  }

  /// A property that the wire and every database take: what a sender put there may have grown when it was
  /// decoded or escaped, and a NUL is no text to PostgreSQL. A copy that could not be stored or sent would be
  /// no copy.
  static func shortString(_ text: String) -> String {
    var result = ""
    var length = 0
    for scalar in text.unicodeScalars {
      let kept = scalar.value == 0 ? "\u{FFFD}" : scalar
      length += UTF8.width(kept)
      guard length <= 255 else { break }
      result.unicodeScalars.append(kept)
    }
    return result
  }
}
