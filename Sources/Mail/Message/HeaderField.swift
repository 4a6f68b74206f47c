import JSON

/// Writes fields of a header: text beyond ASCII as encoded words (RFC 2047) or extended parameters (RFC 2231), folded so that no
/// line is longer than it should be.
enum HeaderField {
  /// RFC 5322 section 2.1.1, without the end of the line.
  static let lineLength = 78
  /// RFC 2047 section 2 allows 75; less, so that the first fits behind the name of its field.
  private static let encodedWordLength = 64

  /// An unstructured field.
  static func text(_ name: String, _ text: String) -> String {
    let text = oneLine(text)
    guard !isPlain(text) else {
      return folded("\(name):", text.split(separator: " ").map(String.init))
    }
    return folded("\(name):", encodedWords(text))
  }

  /// A field of addresses, each with the name of whose it is.
  static func addresses(_ name: String, _ addresses: [(name: String?, address: MailAddress)])
    -> String
  {
    var words: [String] = []
    for (place, mailbox) in addresses.enumerated() {
      let end = place == addresses.count - 1 ? "" : ","
      let display = oneLine(mailbox.name ?? "")
      guard !display.isEmpty else {
        words.append("\(mailbox.address.wireText)\(end)")
        continue
      }
      words += phrase(display) + ["<\(mailbox.address.wireText)>\(end)"]
    }
    return folded("\(name):", words)
  }

  /// `Content-Disposition` of something that is attached.
  static func attachment(_ fileName: String) -> String {
    let name = oneLine(fileName)
    let field = "Content-Disposition: attachment;"
    guard !isPlain(name) else { return "\(field)\r\n filename=\(quoted(name))" }
    // RFC 2231: in pieces, each on a line of its own.
    let pieces = percentEncoded(name, longest: lineLength - 16)
    let parameters = pieces.enumerated().map { place, piece in
      pieces.count == 1
        ? "filename*=utf-8''\(piece)"
        : place == 0 ? "filename*0*=utf-8''\(piece)" : "filename*\(place)*=\(piece)"
    }
    return "\(field)\r\n " + parameters.joined(separator: ";\r\n ")
  }

  /// What would end the line becomes a blank, and other control characters nothing.
  private static func oneLine(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\r", "\n", "\t", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}": scalars.append(" ")
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": continue
      default: scalars.append(scalar)
      }
    }
    return String(scalars)
  }

  /// Whether a text can stand as it is: ASCII, nothing that reads as an encoded word, no blank that folding would swallow, no word
  /// longer than a line.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
      && !text.hasPrefix(" ") && !text.hasSuffix(" ") && !text.contains("  ")
      && text.split(separator: " ").allSatisfy { $0.utf8.count <= encodedWordLength }
  }

  /// A display name: atoms, else a quoted string, else encoded words.
  private static func phrase(_ name: String) -> [String] {
    guard isPlain(name) else { return encodedWords(name) }
    let isAtoms = name.utf8.allSatisfy { unit in
      switch UInt8(unit) {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: "-"),
        UInt8(ascii: "_"), UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "+"):
        true
      default: false
      }
    }
    return (isAtoms ? name : quoted(name)).split(separator: " ").map(String.init)
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for character in text.unicodeScalars {
      if character == "\"" || character == "\\" { quoted.append("\\") }
      quoted.unicodeScalars.append(character)
    }
    return quoted + "\""
  }

  /// Base64 in words of whole characters, as RFC 2047 section 5 demands.
  private static func encodedWords(_ text: String) -> [String] {
    let prefix = "=?utf-8?B?"
    let room = (encodedWordLength - prefix.utf8.count - 2) / 4 * 3
    var words: [String] = []
    var piece: [UInt8] = []
    for scalar in text.unicodeScalars {
      let bytes = Array(String(scalar).utf8)
      if piece.count + bytes.count > room {
        words.append("\(prefix)\(Base64.text(piece))?=")
        piece = []
      }
      piece += bytes
    }
    if !piece.isEmpty { words.append("\(prefix)\(Base64.text(piece))?=") }
    return words
  }

  private static func percentEncoded(_ text: String, longest: Int) -> [String] {
    var pieces: [String] = []
    var piece = ""
    for byte in text.utf8 {
      let unit: String
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"):
        unit = String(UnicodeScalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        unit = digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
      if piece.utf8.count + unit.utf8.count > longest {
        pieces.append(piece)
        piece = ""
      }
      piece += unit
    }
    return pieces + [piece]
  }

  /// Words with blanks between them; where a line would become too long, the blank begins the next.
  private static func folded(_ begin: String, _ words: [String]) -> String {
    var text = begin
    var length = begin.utf8.count
    for word in words {
      let count = word.utf8.count
      if length + 1 + count > lineLength {
        text += "\r\n"
        length = 0
      }
      text += " " + word
      length += 1 + count
    }
    return text
  }
}
