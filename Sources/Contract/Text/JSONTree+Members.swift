package import JSON

extension JSONTree {
  /// An object of those members that there are, in this order.
  static func members(_ members: KeyValuePairs<String, JSONTree?>) -> JSONTree {
    .object(
      members.compactMap { name, value in value.map { Member(name: name, value: $0) } })
  }

  static func named(_ values: [(name: String, value: JSONTree)]) -> JSONTree {
    .object(values.map { Member(name: $0.name, value: $0.value) })
  }

  static func strings(_ texts: [String]) -> JSONTree { .array(texts.map { .string($0) }) }

  static func integer(_ number: some BinaryInteger) -> JSONTree { .number(String(number)) }

  /// The members of an object; none of what is none.
  package var members: [Member] {
    guard case .object(let members) = self else { return [] }
    return members
  }

  /// The elements of an array; none of what is none.
  package var elements: [JSONTree] {
    guard case .array(let elements) = self else { return [] }
    return elements
  }

  /// The text of a string; nil of what is none.
  package var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// The same object with members behind its own; one of the same name is replaced where it stands.
  func adding(_ more: KeyValuePairs<String, JSONTree?>) -> JSONTree {
    var members = members
    for (name, value) in more {
      guard let value else { continue }
      if let index = members.firstIndex(where: { $0.name == name }) {
        members[index].value = value
      } else {
        members.append(Member(name: name, value: value))
      }
    }
    return .object(members)
  }
}
