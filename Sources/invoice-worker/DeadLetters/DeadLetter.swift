import AMQP
import CivilTime
import JSON
import Worker

/// A parked message, as its properties and fault headers describe it.
struct DeadLetter: Sendable {
  /// Its place in the list, from 1; nil where no list was made.
  var number: Int?
  let delivery: Delivery

  var identifier: String { delivery.properties.messageID ?? "" }
  var type: String { delivery.properties.type ?? "" }
  var source: String { delivery.properties.appID ?? "" }
  var code: String { text("fault-code") }
  var message: String { text("fault-message") }
  var firstAt: String { text("fault-first-at") }
  /// When it was parked; empty for what the broker itself moved here.
  var parkedAt: String { text("fault-last-at") }

  /// A header's text; a number or a flag by its digits or name.
  func text(_ name: String) -> String {
    delivery.properties.headers?[name].map(Self.text) ?? ""
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
    for (name, value) in [
      ("requestIdentifier", identifier), ("source", source), ("requestType", type),
      ("errorCode", code), ("errorMessage", message), ("firstAt", firstAt), ("parkedAt", parkedAt),
    ] {
      writer.key(name)
      writer.string(value)
    }
  }

  private func writeContent(to writer: inout JSONWriter) {
    writer.key("headers")
    writer.beginObject()
    for entry in delivery.properties.headers?.entries ?? [] {
      writer.key(entry.name)
      writer.string(Self.text(entry.value))
    }
    writer.endObject()
    writer.key("bodySize")
    writer.integer(delivery.bodySize)
    // As text: what was parked may be anything, JSON least of all.
    writer.key("body")
    writer.string(String(decoding: delivery.body, as: UTF8.self))
  }
}
