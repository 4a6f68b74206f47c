/// One member of an object.
package struct JSONMember: Sendable {
  let document: JSONDocument
  /// Of the name's entry; the value's follows it.
  let index: Int

  /// The name, decoded at each call.
  package var name: String { document.string(document.tokens[index]) }

  /// The value; a string is decoded at each call.
  package var value: JSONValue { document.value(at: index + 1) }

  /// Where the value stands in the document's `source`, without the white space around it.
  package var valueRange: Range<Int> { document.byteRange(of: index + 1) }

  /// Whether the value is null, without making it.
  package var isNull: Bool {
    document.source[document.tokens[index + 1].offset] == UInt8(ascii: "n")
  }

  /// Compares without making the name.
  package func isNamed(_ name: String) -> Bool {
    document.string(document.tokens[index], isUTF8Of: name)
  }
}
