/// One entry of a document's index: a scalar, a member's name, or one end of a container.
///
/// Eight bytes, because the index is what a hostile text can blow up: `[0,0,0…` has an entry for
/// every second byte. What kind of value it is stands in the text's own byte at `offset`.
struct JSONToken: Sendable {
  private var flaggedOffset: UInt32
  /// Of an opening bracket: the index of its closing entry. Else the offset past the last byte.
  private(set) var end: UInt32

  private static let escapeFlag: UInt32 = 1 << 31

  /// - Parameters:
  ///   - offset: within `JSONDocument.maximumLength`, hence below the flag's bit.
  ///   - end: likewise.
  ///   - hasEscapes: whether the string at `offset` holds a backslash.
  init(offset: Int, end: Int, hasEscapes: Bool = false) {
    flaggedOffset = UInt32(clamping: offset) | (hasEscapes ? Self.escapeFlag : 0)
    self.end = UInt32(clamping: end)
  }

  /// Of the entry's first byte; a string's is its quotation mark.
  var offset: Int { Int(flaggedOffset & ~Self.escapeFlag) }

  /// Whether the string must be unescaped to get its characters.
  var hasEscapes: Bool { flaggedOffset & Self.escapeFlag != 0 }

  /// The text between a string's quotation marks.
  var contents: Range<Int> { offset + 1..<Int(end) - 1 }

  /// Records where an opened container was closed.
  mutating func close(at index: Int) { end = UInt32(clamping: index) }
}
