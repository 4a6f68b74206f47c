/// An address that can stand in an envelope and a header: nothing in it ends a line, a path or a list.
package struct MailAddress: Hashable, Sendable, CustomStringConvertible {
  package let text: String

  /// Octets of a path, RFC 5321 section 4.5.3.1.3, without its brackets.
  package static let longest = 254

  /// Of LOCAL@DOMAIN; nil for what is none: no @ with something on both sides, more than ``longest`` bytes, a blank, a control
  /// character or one that means something in a header.
  package init?(_ text: String) {
    guard (3...Self.longest).contains(text.utf8.count),
      let at = text.utf8.lastIndex(of: UInt8(ascii: "@")),
      at != text.startIndex, text.utf8.index(after: at) != text.endIndex,
      text.utf8[..<at].allSatisfy({ $0 != UInt8(ascii: "@") }),
      text.unicodeScalars.allSatisfy({ !Self.isForbidden($0) })
    else { return nil }
    self.text = text
  }

  package var description: String { text }

  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "<", ">", "(", ")", "[", "]", "\\", ",", ";", ":", "\"", " ": true
    case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{A0}", "\u{2028}", "\u{2029}", "\u{FEFF}": true
    default: false
    }
  }
}
