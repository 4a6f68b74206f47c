/// The elements of an array, in order.
package struct JSONArray: Sequence, Sendable {
  let document: JSONDocument
  /// Of the opening bracket's entry.
  let index: Int

  package func makeIterator() -> Iterator {
    Iterator(
      document: document, position: index + 1, end: Int(document.tokens[index].end))
  }

  package var isEmpty: Bool { Int(document.tokens[index].end) == index + 1 }

  /// How many elements there are; counted by going through them.
  package var count: Int {
    var count = 0
    var position = index + 1
    let end = Int(document.tokens[index].end)
    while position < end {
      position = document.index(after: position)
      count += 1
    }
    return count
  }

  /// Where the array stands in the text, brackets included.
  package var byteRange: Range<Int> { document.byteRange(of: index) }

  package struct Iterator: IteratorProtocol {
    let document: JSONDocument
    var position: Int
    let end: Int

    package mutating func next() -> JSONValue? {
      guard position < end else { return nil }
      let value = document.value(at: position)
      position = document.index(after: position)
      return value
    }
  }
}
