import AMQP
import CivilTime
import JSON
import Messages
import Storage
import Worker

/// A dead letter, as its properties and the worker's own record on it describe it: read in the queue, or in the database.
///
/// The record is the headers `attempt`, `fault-*` and `replay-of`. On what the broker itself moved here they are
/// whatever the sender wrote, and no record of anything.
struct DeadLetter: Sendable {
  /// Its place in the list, from 1; nil where no list was made.
  var number: Int?
  let properties: MessageProperties
  /// Nothing where a list was made.
  let body: [UInt8]
  /// Bytes of its body in the queue.
  let bodySize: UInt64
  /// Its body was too long to be fetched.
  let isTruncated: Bool
  /// Whether a worker made this copy, and what is written on it is its record.
  let isOfWorker: Bool
  /// Its row in the database; nil for what was read in the queue.
  let row: StoredDeadLetter?

  /// Read in the queue.
  init(number: Int?, delivery: Delivery) {
    self.number = number
    properties = delivery.properties
    body = delivery.body
    bodySize = delivery.bodySize
    isTruncated = delivery.isTruncated
    isOfWorker = !delivery.isMovedByBroker
    row = nil
  }

  /// Read in the database, which has only the beginning of a long body.
  ///
  /// - Throws: ``JSON/JSONError`` when its headers are none that a worker wrote.
  init(number: Int?, row: StoredDeadLetter) throws(JSONError) {
    self.number = number
    var properties = MessageProperties(
      contentType: row.properties.contentType,
      headers: try row.properties.headers.map { text throws(JSONError) in
        try HeaderTable(jsonText: text)
      }, correlationId: row.properties.correlationId, messageId: row.identifier, type: row.type,
      appId: row.source)
    properties.contentEncoding = row.properties.contentEncoding
    self.properties = properties
    body = row.body
    bodySize = UInt64(clamping: row.bodySize)
    isTruncated = false
    isOfWorker = true
    self.row = row
  }

  /// Whether only the beginning of its body is at hand, and the queue has more.
  var isExcerpt: Bool { row != nil && UInt64(clamping: body.count) < bodySize }

  var identifier: String { properties.messageId ?? "" }
  var type: String { properties.type ?? "" }
  var source: String { properties.appId ?? "" }
  var code: String { recorded("fault-code") }
  /// Why it is here: the worker's words, else what the broker noted.
  var message: String {
    guard !isOfWorker else { return recorded("fault-message") }
    let death = latestDeath
    let reason = death?["reason"]?.text ?? "for a reason it does not name"
    return "moved here by the broker from \(death?["queue"]?.text ?? "a queue"): \(reason)"
  }
  /// The queue that it came from, as it says; empty where it does not.
  var originQueue: String {
    isOfWorker ? recorded("fault-queue") : latestDeath?["queue"]?.text ?? ""
  }
  var firstAt: String { recorded("fault-first-at") }
  /// Since when it is a dead letter; empty for what the broker itself moved here.
  var recordedDeadSince: String { recorded("fault-last-at") }

  /// A header of the worker's record as text, a number or a flag by its digits or name; empty where there is no
  /// such header, or no record.
  func recorded(_ name: String) -> String {
    guard isOfWorker else { return "" }
    return properties.headers?[name].map(Self.text) ?? ""
  }

  /// The broker's latest note of moving it; nil for a worker's copy.
  var latestDeath: HeaderTable? {
    guard case .array(let deaths)? = properties.headers?["x-death"],
      case .table(let latest)? = deaths.first
    else { return nil }
    return latest
  }

  /// Whether a header is the sender's own writing: on what the broker moved, all but the broker's.
  func isOfSender(_ header: HeaderTable.Entry) -> Bool {
    !isOfWorker && !header.name.hasPrefix("x-")
  }

  static func text(_ value: HeaderValue) -> String {
    if let text = value.text { return text }
    if let number = value.integer { return String(number) }
    if case .boolean(let flag) = value { return flag ? "true" : "false" }
    // What the broker notes is nested (`x-death`): for a person, names and values side by side.
    switch value {
    case .array(let values): return values.map(text).joined(separator: "; ")
    case .table(let table):
      return table.entries.map { "\($0.name): \(text($0.value))" }.joined(separator: ", ")
    case .timestamp(let seconds):
      // Up to the year 9999; a sender may write any number.
      return seconds < 253_402_300_800
        ? UTCInstant(microsecondsSince1970: Int64(seconds) * 1_000_000).description
        : String(seconds)
    case .void: return ""
    case .bytes(let bytes): return "\(bytes.count) bytes"
    case .float(let number): return "\(number)"
    case .double(let number): return "\(number)"
    case .decimal(let scale, let digits): return "\(digits)e-\(scale)"
    case .uint64(let number): return String(number)
    case .boolean, .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .string: return ""
    }
  }

  func write(to writer: inout JSONWriter, withBody: Bool) {
    writer.beginObject()
    writeMembers(to: &writer)
    if withBody { writeContent(to: &writer) }
    writer.endObject()
  }

  /// What says which it is, and why it is here.
  func writeMembers(to writer: inout JSONWriter) {
    writer.key("number")
    if let number { writer.integer(number) } else { writer.null() }
    writer.key("recordedBy")
    writer.string(isOfWorker ? "worker" : "broker")
    for (name, value) in [
      ("requestIdentifier", identifier), ("source", source), ("requestType", type),
      ("errorCode", code), ("errorMessage", message), ("firstAt", firstAt),
      ("parkedAt", recordedDeadSince),
    ] {
      writer.key(name)
      writer.string(value)
    }
  }

  private func writeContent(to writer: inout JSONWriter) {
    // What the body is, as its sender said: a compressed one is not legible as text.
    for (name, value) in [
      ("contentType", properties.contentType),
      ("contentEncoding", properties.contentEncoding),
    ] {
      writer.key(name)
      if let value { writer.string(value) } else { writer.null() }
    }
    let headers = properties.headers ?? HeaderTable()
    for (name, table) in [
      ("headers", headers.filter { !isOfSender($0) }),
      ("senderHeaders", headers.filter(isOfSender)),
    ] {
      writer.key(name)
      writer.beginObject()
      // A name given twice would make JSON that says two things.
      var seen: Set<String> = []
      for entry in table.entries where seen.insert(entry.name).inserted {
        writer.key(entry.name)
        writer.string(Self.text(entry.value))
      }
      writer.endObject()
    }
    writer.key("bodySize")
    writer.integer(bodySize)
    // As text: a dead letter may hold anything, and is often not JSON.
    writer.key("body")
    writer.string(String(decoding: body, as: UTF8.self))
    guard let row else { return }
    writer.key("faults")
    writer.fragment(row.faults.utf8)
  }
}
