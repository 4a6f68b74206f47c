/// Why a text is not the JSON this project accepts, and where.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong with the text.
  package enum Reason: Hashable, Sendable {
    /// The text is over `JSONDocument.maximumLength`.
    case tooLong
    /// The text begins with a byte order mark, which RFC 8259 section 8.1 forbids to add.
    case byteOrderMark
    /// The text ends inside a value.
    case unexpectedEnd
    /// A byte that cannot stand here.
    case unexpectedByte
    /// Something other than white space follows the value.
    case trailingBytes
    /// A container nested deeper than `JSONDocument.maximumDepth`, not counting levels that the
    /// reader was told to allow for a wrapper.
    case nestedTooDeep
    /// A member's name that its object has already.
    case duplicateMember
    /// A number outside the grammar of RFC 8259 section 6.
    case invalidNumber
    /// A backslash followed by something that is no escape.
    case invalidEscape
    /// An escaped surrogate without its other half: it names no character.
    case loneSurrogate
    /// A control character written as itself within a string.
    case controlCharacter
    /// Bytes that are not UTF-8 (overlong, a surrogate, past U+10FFFF or cut off).
    case invalidUTF8
  }

  package let reason: Reason
  /// Offset in bytes from the beginning of the text.
  package let offset: Int

  package init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  /// A clause that names the fault and the byte, and nothing of the text itself: the text may
  /// hold what must not reach a log.
  package var description: String { "\(clause) at byte \(offset)" }

  private var clause: String {
    switch reason {
    case .tooLong: "more than \(JSONDocument.maximumLength) bytes of JSON"
    case .byteOrderMark: "a byte order mark"
    case .unexpectedEnd: "the JSON text ends too early"
    case .unexpectedByte: "an unexpected byte"
    case .trailingBytes: "more text after the JSON value"
    case .nestedTooDeep: "nesting deeper than \(JSONDocument.maximumDepth)"
    case .duplicateMember: "a member named twice in one object"
    case .invalidNumber: "an invalid number"
    case .invalidEscape: "an invalid escape in a string"
    case .loneSurrogate: "half of a surrogate pair"
    case .controlCharacter: "an unescaped control character in a string"
    case .invalidUTF8: "bytes that are not UTF-8"
    }
  }
}
