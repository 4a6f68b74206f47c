/// Text by the columns that it takes on a terminal. Pure.
enum TerminalText {
  /// How many columns it takes: wide characters of East Asian scripts and emoji take two.
  static func width(of text: String) -> Int {
    // Nearly all texts are of this kind, and counting bytes is all they need.
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.reduce(0) { $0 + width(of: $1) }
  }

  private static func width(of character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    return isWide(scalar.value) ? 2 : 1
  }

  /// Unicode Standard Annex #11, the blocks that are wide or fullwidth.
  private static func isWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
      0x20000...0x3FFFD:
      true
    default: false
    }
  }

  /// The lines of a text that are no wider than this, broken at spaces; a word that is wider itself is broken where it
  /// has to be. At least one line, maybe empty.
  static func wrapped(_ text: String, to width: Int) -> [String] {
    guard Self.width(of: text) > width, width > 0 else { return [text] }
    var lines: [String] = []
    var line = ""
    var used = 0
    func close() {
      lines.append(line)
      line = ""
      used = 0
    }
    for word in text.split(separator: " ") {
      var rest = word
      var room = Self.width(of: String(word))
      if used > 0, used + 1 + room <= width {
        line += " " + rest
        used += 1 + room
        continue
      }
      if used > 0 { close() }
      while room > width {
        var taken = 0
        while let character = rest.first, taken + Self.width(of: character) <= width {
          line.append(character)
          taken += Self.width(of: character)
          rest.removeFirst()
        }
        // A character that is wider than the whole line has to go somewhere.
        if taken == 0, let character = rest.popFirst() { line.append(character) }
        close()
        room = Self.width(of: String(rest))
      }
      line += rest
      used = room
    }
    if used > 0 || lines.isEmpty { close() }
    return lines
  }

  static func withoutTrailingSpace(_ line: String) -> String {
    guard line.last == " " else { return line }
    return String(line.reversed().drop { $0 == " " }.reversed())
  }
}
