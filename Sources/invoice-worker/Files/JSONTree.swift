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

  /// The value of `PATH=VALUE`: text, unless it can only be meant as JSON.
  ///
  /// A number is text too. Identifiers are made of digits as often as not, and one that travels as a number
  /// is refused, or loses its leading zeros; who means a number writes `PATH:=VALUE`.
  package init(settingValue text: String) {
    switch text {
    case "true": self = .bool(true)
    case "false": self = .bool(false)
    case "null": self = .null
    default:
      guard let first = text.first, "[{\"".contains(first) else {
        self = .string(text)
        return
      }
      do throws(JSONError) {
        self = try JSONTree(json: text)
      } catch {
        // Text may begin with a bracket or a quotation mark as well.
        self = .string(text)
      }
    }
  }

  /// The value of `PATH:=VALUE`, which is JSON of any kind.
  package init(json text: String) throws(JSONError) {
    self = JSONTree(try JSONDocument(reading: Array(text.utf8)).root)
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
