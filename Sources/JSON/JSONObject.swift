/// The members of an object in the order of the text; no two have the same name.
package struct JSONObject: Sequence, Sendable {
  let document: JSONDocument
  /// Of the opening brace's entry.
  let index: Int

  package func makeIterator() -> Iterator {
    Iterator(
      document: document, position: index + 1, end: Int(document.tokens[index].end))
  }

  package var isEmpty: Bool { Int(document.tokens[index].end) == index + 1 }

  /// Where the object stands in the text, braces included.
  package var byteRange: Range<Int> { document.byteRange(of: index) }

  /// The member of that name, or nil. Looks through all members; meant for objects of a few.
  package func member(named name: String) -> JSONMember? {
    first { $0.isNamed(name) }
  }

  /// The value of the member of that name, or nil when there is none (null is a value).
  package subscript(name: String) -> JSONValue? { member(named: name)?.value }

  package struct Iterator: IteratorProtocol {
    let document: JSONDocument
    var position: Int
    let end: Int

    package mutating func next() -> JSONMember? {
      guard position < end else { return nil }
      let member = JSONMember(document: document, index: position)
      position = document.index(after: position + 1)
      return member
    }
  }
}

extension JSONObject: Equatable {
  /// Equal when both have the same names, each with equal values; the order does not count.
  package static func == (left: JSONObject, right: JSONObject) -> Bool {
    var named: [[UInt8]: JSONValue] = [:]
    for member in right { named[Array(member.name.utf8)] = member.value }
    for member in left {
      guard named.removeValue(forKey: Array(member.name.utf8)) == member.value else {
        return false
      }
    }
    return named.isEmpty
  }
}
