package import CivilTime

/// What the database keeps of a message that a worker has parked: enough to list it, to show it and to find it in the queue of dead
/// letters, which has the message itself.
///
/// A row goes when its message is replayed or discarded, when it is older than the retention of requests, and when
/// there are more than ``most``: the message may still be in the queue then.
package struct StoredDeadLetter: Hashable, Sendable, Identifiable {
  /// How many rows are kept; of more the latest.
  package static let most = 100_000
  /// How much of a body is kept, in bytes.
  package static let keptBodyLength = 64 << 10

  /// The outbox message's that carries it to the queue.
  package let id: String
  /// What tells it from others wherever it is in the queue. Copies that nothing tells apart share one.
  package let fingerprint: String
  /// The queue that its request came in through.
  package let queue: String
  package let code: String
  /// What is wrong with it: a JSON array of faults as completions have them, the first few.
  package let faults: String
  package let parkedAt: UTCInstant
  /// How often it was run in all.
  package let attempts: Int64
  /// The event of the outcome that it was sent again to replace; nil for what a sender sent.
  package let replayOf: String?
  /// As the message in the queue has them; an identifier, type or source that it has not is empty here.
  package let properties: OutboxMessage.Properties
  /// Bytes of the message's body in the queue.
  package let bodySize: Int64
  /// The first ``keptBodyLength`` of them; empty where a list was asked for.
  package let body: [UInt8]

  package var source: String { properties.appId ?? "" }
  package var identifier: String { properties.messageId ?? "" }
  package var type: String { properties.type ?? "" }

  /// Of a message that is about to be parked.
  package init(
    of message: OutboxMessage, fingerprint: String, queue: String, code: String, faults: String,
    attempts: Int64, replayOf: String?
  ) {
    id = message.id
    self.fingerprint = fingerprint
    self.queue = queue
    self.code = code
    self.faults = faults
    parkedAt = message.createdAt
    self.attempts = attempts
    self.replayOf = replayOf
    var properties = message.properties
    properties.messageId = properties.messageId ?? ""
    properties.type = properties.type ?? ""
    properties.appId = properties.appId ?? ""
    self.properties = properties
    bodySize = Int64(message.body.count)
    body = Array(message.body.prefix(Self.keptBodyLength))
  }

  /// Reads the columns of ``DeadLetterTable/head``, then the body where it was asked for.
  init(from row: inout RowDecoder, withBody: Bool) throws(StoreError) {
    id = try row.text()
    fingerprint = try row.text()
    queue = try row.text()
    code = try row.text()
    faults = try row.text()
    parkedAt = try row.instant()
    attempts = try row.integer()
    replayOf = try row.optionalText()
    properties = try OutboxMessage.Properties(from: &row)
    bodySize = try row.integer()
    body = withBody ? try row.bytes() : []
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    rows.append(fingerprint)
    rows.append(queue)
    rows.append(code)
    rows.append(faults)
    rows.append(parkedAt)
    rows.append(attempts)
    rows.append(replayOf)
    properties.encode(into: &rows)
    rows.append(bodySize)
    rows.append(body)
  }
}

enum DeadLetterTable {
  /// All but the body.
  static let head = Table(
    "dead_letter", key: ["id"],
    [
      Column("id", .identifier), Column("fingerprint", .identifier), Column("queue", .text),
      Column("error_code", .text), Column("faults", .text), Column("parked_at", .instant),
      Column("attempts", .integer), Column("replay_of", .identifier),
    ] + OutboxMessage.Properties.columns(messageId: "request_identifier", appId: "source")
      + [Column("body_size", .integer)])

  static let whole = Table("dead_letter", key: ["id"], head.columns + [Column("body", .bytes)])
}
