/// A JSON value that can be built and changed; members keep their order.
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

    package init(name: String, value: JSONTree) {
      self.name = name
      self.value = value
    }
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

  /// Reads a JSON text.
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

  /// The member of that name; nil where there is none, and of what is no object.
  package subscript(name: String) -> JSONTree? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  package var bytes: [UInt8] {
    var writer = JSONWriter()
    write(to: &writer)
    return writer.bytes
  }
}
