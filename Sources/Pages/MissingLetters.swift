/// Letters of a page that no installed font has: boxes stand for them in its PDF.
package struct MissingLetters: Hashable, Sendable {
  /// Each once, in the order in which they come; at most ``most``, whatever there are.
  package let letters: String
  package static let most = 40

  /// nil for none.
  package init?(_ letters: some Sequence<Unicode.Scalar>) {
    var known: Set<Unicode.Scalar> = []
    var text = String.UnicodeScalarView()
    for letter in letters where known.count < Self.most && known.insert(letter).inserted {
      text.append(letter)
    }
    guard !text.isEmpty else { return nil }
    self.letters = String(text)
  }

  /// What to say to whoever can install fonts.
  package var sentence: String {
    let named = letters.unicodeScalars.map { letter in
      let number = String(letter.value, radix: 16, uppercase: true)
      let code = "U+" + String(repeating: "0", count: max(0, 4 - number.utf8.count)) + number
      return Self.isPrintable(letter) ? "\(letter) (\(code))" : code
    }
    return
      "no font that pages are drawn with has these letters, and boxes stand for them in the PDF: "
      + "\(named.joined(separator: ", ")). \(advice)"
  }

  private var advice: String {
    let isEastAsian = letters.unicodeScalars.contains(where: Self.isEastAsian)
    let areAll = letters.unicodeScalars.allSatisfy(Self.isEastAsian)
    let package =
      "Debian's package fonts-noto-cjk has Chinese, Japanese and Korean: install it, and start workers again."
    let others =
      "fonts-noto-core has the letters of most other scripts; what it lacks is drawn by no font."
    return areAll ? package : isEastAsian ? "\(package) \(others)" : "Debian's package \(others)"
  }

  private static func isEastAsian(_ letter: Unicode.Scalar) -> Bool {
    switch letter.value {
    case 0x1100...0x11FF, 0x2E80...0x9FFF, 0xA960...0xA97F, 0xAC00...0xD7FF, 0xF900...0xFAFF,
      0xFE30...0xFE4F, 0xFF00...0xFFEF, 0x1F200...0x1F2FF, 0x20000...0x3FFFF:
      true
    default: false
    }
  }

  private static func isPrintable(_ letter: Unicode.Scalar) -> Bool {
    switch letter.properties.generalCategory {
    case .control, .format, .privateUse, .surrogate, .unassigned, .lineSeparator,
      .paragraphSeparator, .spaceSeparator, .nonspacingMark, .enclosingMark:
      false
    default: true
    }
  }
}
