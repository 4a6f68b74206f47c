package import AMQP
package import JSON

/// Headers as an outbox row keeps them: a JSON object of strings, integers and booleans.
///
/// What is neither (nested tables, floats, timestamps of a foreign sender) has no place there and is left
/// out of a dead letter; nothing the worker itself reads or writes is of such a type.
extension HeaderTable {
  package var jsonText: String {
    var writer = JSONWriter()
    writer.beginObject()
    for entry in entries {
      if let text = entry.value.text {
        writer.key(entry.name)
        writer.string(text)
      } else if let number = entry.value.integer {
        writer.key(entry.name)
        writer.integer(number)
      } else if case .boolean(let flag) = entry.value {
        writer.key(entry.name)
        writer.bool(flag)
      }
    }
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// - Throws: ``JSON/JSONError`` when the text is none that ``jsonText`` wrote.
  package init(jsonText: String) throws(JSONError) {
    self.init()
    guard case .object(let object) = try JSONDocument(reading: Array(jsonText.utf8)).root else {
      return
    }
    for member in object {
      switch member.value {
      case .string(let text): append(member.name, .string(text))
      case .bool(let flag): append(member.name, .boolean(flag))
      case .number(let text):
        append(member.name, Int64(text).map(HeaderValue.int64) ?? .string(text))
      case .object, .array, .null: continue
      }
    }
  }
}
