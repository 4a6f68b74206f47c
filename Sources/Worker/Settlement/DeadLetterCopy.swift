import AMQP
import Billing
import CivilTime
import JSON
import Messages
import Storage

/// Makes the copy of a message that goes to the dead letters: the body, and headers that say why. Of a refused
/// request the first 64 KiB of the body are kept: enough to see whose it is and what is wrong, and a bound on what
/// a sender can have stored (<doc:BadInput#One-message-by-itself>). What the program itself failed on is kept whole.
struct DeadLetterCopy {
  let worker: String
  let at: UTCInstant

  /// How many of a message's faults the database shows, and how much of each.
  private static let shownFaults = 20
  private static let shownTextLength = 1 << 10

  /// An outbox row, so that the copy is kept if and only if the outcome is committed, and what the database shows of it.
  /// `completion` is the event of that outcome, which a replay of the copy replaces; nil for a message without a key. The first of the
  /// `faults` is the one that the copy names.
  ///
  /// A CloudEvents message says in its body what it is, and its properties are ignored: the copy's say what the
  /// body says, so that an operator finds it by its identifier without the body. Likewise the source is the
  /// checked one where that is the one that counts.
  func message(
    of received: ReceivedRequest, for fault: Fault, among faults: [Fault] = [],
    completion: String?, isOwnFault: Bool, id: String
  ) -> (message: OutboxMessage, shown: StoredDeadLetter) {
    let header = received.intake.header
    func named(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }
    let masked = MaskedBody.needed(for: received.intake, of: received.delivery.body)
    let body = masked ?? received.delivery.body
    let isCut =
      (!isOwnFault || received.intake.isOverBodyLimit)
      && body.count > DeadLetterReason.keptBodyLength
    let copy = received.copy(
      code: fault.code.rawValue, message: fault.message, retries: received.retries,
      worker: worker, at: at, completionEventId: completion, isCut: isCut,
      isBodyMasked: masked != nil)
    let properties = RepublishedProperties.of(received.delivery.properties)
    let headers = CopyHeaders.table(for: copy, of: received)
    let isEvent = MediaType(contentType: properties.contentType) == .cloudEvents
    func short(_ text: String?) -> String? { text.map(Self.shortString) }
    let message = OutboxMessage(
      id: id, exchange: ExchangeName.dead, routingKey: received.delivery.queue, eventId: nil,
      properties: OutboxMessage.Properties(
        contentType: short(properties.contentType),
        contentEncoding: short(properties.contentEncoding),
        messageId: short(header?.key.identifier ?? properties.messageId),
        type: short((isEvent ? named(header?.type) : nil) ?? properties.type),
        correlationId: short(properties.correlationId),
        appId: short(header.map { named($0.key.source) } ?? properties.appId),
        headers: headers.jsonText),
      body: isCut ? Array(body.prefix(DeadLetterReason.keptBodyLength)) : body,
      createdAt: at)
    let fingerprint = copy.fingerprint(
      identifier: message.properties.messageId, source: message.properties.appId,
      type: message.properties.type, bodySize: message.body.count)
    return (
      message,
      StoredDeadLetter(
        of: message, fingerprint: fingerprint.text, queue: copy.queue.rawValue,
        code: copy.code.rawValue, faults: Self.shown(faults.isEmpty ? [fault] : faults),
        attempts: Int64(copy.attempts), replayOf: received.replayOf)
    )
  }

  /// The first few faults, their texts cut, as completions have them.
  private static func shown(_ faults: [Fault]) -> String {
    var writer = JSONWriter()
    writer.array(
      of: faults.prefix(shownFaults).map { fault in
        Fault(
          code: fault.code, message: fault.message.prefix(bytes: shownTextLength),
          pointer: fault.pointer?.prefix(bytes: shownTextLength), source: fault.source)
      })
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// A property that the wire and every database take: what a sender put there may have grown when it was
  /// decoded or escaped, and a NUL is no text to PostgreSQL. A copy that could not be stored or sent would be
  /// no copy.
  static func shortString(_ text: String) -> String {
    var storable = String.UnicodeScalarView()
    storable.append(
      contentsOf: text.unicodeScalars.lazy.map { $0.value == 0 ? "\u{FFFD}" : $0 })
    return String(storable).prefix(bytes: 255)
  }
}
