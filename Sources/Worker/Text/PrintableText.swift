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
      case _ where isUnprintable(scalar): shown += "\\u{\(String(scalar.value, radix: 16))}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  /// A text of several lines, ours, with what is from outside in it: everything but line feeds is escaped.
  package static func escapingLines(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0 != "\n" && isUnprintable($0) }) else {
      return text
    }
    var shown = ""
    for scalar in text.unicodeScalars {
      if scalar != "\n", isUnprintable(scalar) {
        shown += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  /// A text for a file that people open: line breaks and tabs stay, other controls of ASCII and Latin-1 are escaped, for the file
  /// may be shown on a terminal.
  package static func escapingControls(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 }) else { return text }
    var shown = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A, 0x0D: shown.unicodeScalars.append(scalar)
      case 0x00..<0x20, 0x7F..<0xA0: shown += "\\u{\(String(scalar.value, radix: 16))}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  /// The same JSON text, with escapes of its own for what could drive a terminal or turn a line's order around. Outside
  /// of strings there is none of it, so that the text means what it meant.
  package static func escapingJSON(_ json: [UInt8]) -> [UInt8] {
    guard json.contains(where: { $0 == 0x7F || $0 >= 0x80 }) else { return json }
    var shown: [UInt8] = []
    shown.reserveCapacity(json.count)
    for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
      if scalar.value >= 0x7F, isUnprintable(scalar) {
        let digits = String(scalar.value, radix: 16)
        shown += Array("\\u".utf8)
        shown += Array(repeating: UInt8(ascii: "0"), count: max(0, 4 - digits.utf8.count))
        shown += Array(digits.utf8)
      } else {
        shown += Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
    return shown
  }

  /// Controls of ASCII and Latin-1, separators of lines, and what changes the direction of writing.
  private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00..<0x20, 0x7F..<0xA0, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069,
      0xFEFF:
      true
    default: false
    }
  }
}
