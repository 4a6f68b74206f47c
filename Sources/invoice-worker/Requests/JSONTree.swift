package import JSON

/// A JSON value that can be changed, to build a request from a file and single settings.
package indirect enum JSONTree: Hashable, Sendable {
  case object([Member])
  case array([JSONTree])
  case string(String)
  /// As written, so that a decimal stays exact.
  case number(String)
  case bool(Bool)
  case null

  package struct Member: Hashable, Sendable {
    package let name: String
    package var value: JSONTree
  }

  package init(_ value: JSONValue) {
    switch value {
    case .object(let object):
      self = .object(object.map { Member(name: $0.name, value: JSONTree($0.value)) })
    case .array(let array): self = .array(array.map(JSONTree.init))
    case .string(let text): self = .string(text)
    case .number(let text): self = .number(text)
    case .bool(let flag): self = .bool(flag)
    case .null: self = .null
    }
  }

  /// The value of a setting on the command line: a JSON value if it is one, else the text itself.
  package init(settingValue text: String) {
    do throws(JSONError) {
      self = JSONTree(try JSONDocument(reading: Array(text.utf8)).root)
    } catch {
      // Not JSON is no fault here: dates and identifiers are written without quotation marks.
      self = .string(text)
    }
  }

  package func write(to writer: inout JSONWriter) {
    switch self {
    case .object(let members):
      writer.beginObject()
      for member in members {
        writer.key(member.name)
        member.value.write(to: &writer)
      }
      writer.endObject()
    case .array(let elements):
      writer.beginArray()
      for element in elements { element.write(to: &writer) }
      writer.endArray()
    case .string(let text): writer.string(text)
    case .number(let text): writer.number(text)
    case .bool(let flag): writer.bool(flag)
    case .null: writer.null()
    }
  }

  package var bytes: [UInt8] {
    var writer = JSONWriter()
    write(to: &writer)
    return writer.bytes
  }
}
