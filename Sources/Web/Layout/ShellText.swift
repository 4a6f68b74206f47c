/// Words as a shell takes them: what somebody copies from a page runs what is shown, whatever an identifier from outside has in it.
package enum ShellText {
  /// A line for any POSIX shell. `operand` comes last, and is never taken for an option.
  package static func line(_ words: [String], operand: String) -> String {
    (words + (operand.hasPrefix("-") ? ["--"] : []) + [operand]).map(word).joined(separator: " ")
  }

  private static func word(_ text: String) -> String {
    guard text.isEmpty || !text.utf8.allSatisfy(isPlain) else { return text }
    return "'" + text.replacing("'", with: "'\\''") + "'"
  }

  /// What means itself, wherever it stands in a word.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "@"):
      true
    default: false
    }
  }
}
