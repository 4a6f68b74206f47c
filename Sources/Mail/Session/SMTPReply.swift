/// A server's reply, its lines in one.
struct SMTPReply: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case positive
    case transient
    case permanent
    /// 1xx, 3xx, or nothing that SMTP has.
    case other
  }

  let code: Int
  /// As much as ``longest`` bytes hold, printable.
  private(set) var text: String

  /// Servers explain themselves at length, and what they say is stored.
  static let longest = 500

  init(code: Int, text: String) {
    self.code = code
    self.text = text
  }

  var kind: Kind {
    switch code {
    case 200...299: .positive
    case 400...499: .transient
    case 500...599: .permanent
    default: .other
    }
  }

  var diagnostic: String { text.isEmpty ? "\(code)" : "\(code) \(text)" }

  mutating func append(_ line: String) {
    let more = text.isEmpty ? line : " \(line)"
    if text.utf8.count + more.utf8.count <= Self.longest { text += more }
  }
}

extension SMTPReply {
  /// A line of a reply: its code, whether it is the last one, and its text with everything that is not printable as a blank.
  static func line(
    _ bytes: some Sequence<UInt8>
  ) -> (code: Int, isLast: Bool, text: String)? {
    var units = Array(bytes.prefix(longest))
    while let last = units.last, last == 0x0D || last == 0x0A { units.removeLast() }
    guard units.count >= 3, units[..<3].allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    let code = units[..<3].reduce(0) { $0 * 10 + Int($1 - 0x30) }
    let isLast = units.count == 3 || units[3] != UInt8(ascii: "-")
    var scalars = String.UnicodeScalarView()
    for scalar in String(decoding: units.dropFirst(4), as: UTF8.self).unicodeScalars {
      scalars.append(scalar.properties.generalCategory == .control ? " " : scalar)
    }
    return (code, isLast, String(scalars))
  }
}
