internal import Billing
internal import JSON

/// What documents say, as one column of JSON: read and written with its invoice, never searched.
extension TermTree {
  /// nil for what says nothing.
  static func storedText(_ members: [Member]) -> String? {
    guard !members.isEmpty else { return nil }
    var writer = JSONWriter()
    TermTree.object(members).write(to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private func write(to writer: inout JSONWriter) {
    switch self {
    case .text(let text): writer.string(text)
    case .list(let list):
      writer.beginArray()
      for item in list { item.write(to: &writer) }
      writer.endArray()
    case .object(let members):
      writer.beginObject()
      for member in members {
        writer.key(member.name)
        member.value.write(to: &writer)
      }
      writer.endObject()
    }
  }

  /// nil when the text is none that this program writes.
  static func stored(_ text: String) -> TermTree? {
    guard let document = try? JSONDocument(reading: Array(text.utf8)) else { return nil }
    return TermTree(document.root)
  }

  private init?(_ value: JSONValue) {
    switch value {
    case .string(let text): self = .text(text)
    case .array(let array):
      var list: [TermTree] = []
      for element in array {
        guard let item = TermTree(element) else { return nil }
        list.append(item)
      }
      self = .list(list)
    case .object(let object):
      var members: [Member] = []
      for member in object {
        guard let item = TermTree(member.value) else { return nil }
        members.append(Member(member.name, item))
      }
      self = .object(members)
    default: return nil
    }
  }
}

extension RowDecoder {
  mutating func terms() throws(StoreError) -> TermTree? {
    guard let text = try optionalText() else { return nil }
    guard let tree = TermTree.stored(text) else { throw unreadable("terms") }
    return tree
  }
}
