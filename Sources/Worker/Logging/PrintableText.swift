/// Text from outside made safe to show on a terminal or in one line of a log.
package enum PrintableText {
  /// Control characters and line separators become escapes, so that nobody's text can forge a line or
  /// drive a terminal; what is longer than the limit, in characters, ends in an ellipsis.
  package static func escaping(_ text: String, limit: Int = 1_000) -> String {
    var shown = ""
    var remaining = limit
    for scalar in text.unicodeScalars {
      guard remaining > 0 else { return shown + "…" }
      remaining -= 1
      switch scalar.value {
      case 0x0A: shown += "\\n"
      case 0x0D: shown += "\\r"
      case 0x09: shown += "\\t"
      case 0x00..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
        shown += "\\u{\(String(scalar.value, radix: 16))}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }
}
