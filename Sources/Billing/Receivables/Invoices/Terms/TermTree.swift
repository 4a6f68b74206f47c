/// What a document says, as names and texts: the one shape in which terms are stored, shown and written on the wire.
package indirect enum TermTree: Hashable, Sendable {
  case text(String)
  case list([TermTree])
  case object([Member])

  package struct Member: Hashable, Sendable {
    package let name: String
    package let value: TermTree

    package init(_ name: String, _ value: TermTree) {
      self.name = name
      self.value = value
    }
  }

  package var text: String? { if case .text(let text) = self { text } else { nil } }

  package var list: [TermTree]? { if case .list(let list) = self { list } else { nil } }

  package subscript(name: String) -> TermTree? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }
}

extension [TermTree.Member] {
  /// Of an object that holds texts; those that are not there are left out.
  static func texts(_ texts: KeyValuePairs<String, String?>) -> [TermTree.Member] {
    var members: [TermTree.Member] = []
    for (name, text) in texts { members.append(name, text) }
    return members
  }

  mutating func append(_ name: String, _ text: String?) {
    guard let text else { return }
    append(TermTree.Member(name, .text(text)))
  }

  /// Nothing for an empty list.
  mutating func append(_ name: String, _ list: [TermTree]) {
    guard !list.isEmpty else { return }
    append(TermTree.Member(name, .list(list)))
  }

  /// Nothing for an object without members.
  mutating func append(_ name: String, _ members: [TermTree.Member]) {
    guard !members.isEmpty else { return }
    append(TermTree.Member(name, .object(members)))
  }
}
