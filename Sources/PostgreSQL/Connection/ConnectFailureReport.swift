/// What libpq says about a connection that was not made: text only, for it keeps the server's code
/// to itself. With verbose errors the text holds it, as in `FATAL:  28P01: password …`.
struct ConnectFailureReport {
  /// The server's code; nil where no server answered.
  let code: SQLState?

  /// The attempts, one after the other, without the server's source line and hints. Values of parameters that libpq
  /// refuses are withheld: they may be the rest of a password.
  let message: String

  init(_ text: String) {
    let lines = text.split(whereSeparator: \.isNewline)
    let attempts = lines.filter { $0.hasPrefix("connection to server") }
    let chosen = attempts.isEmpty ? Array(lines.prefix(1)) : attempts
    message = chosen.map(Self.withholdingValues).joined(separator: "; ")
    code = chosen.last.flatMap { Self.code(in: $0.utf8) }
  }

  /// `invalid sslmode value: "…"` and its like, without what was quoted; the names of options stay.
  private static func withholdingValues(_ line: Substring) -> Substring {
    guard line.hasPrefix("invalid ") else { return line }
    let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
    let shown = parts.enumerated().map { index, part in
      index.isMultiple(of: 2) || parts[index - 1].hasSuffix("option ") ? part : "…"
    }
    return Substring(shown.joined(separator: "\""))
  }

  /// Five capitals or digits between `:  ` and `: `, the way every report with a code is written.
  private static func code(in line: Substring.UTF8View) -> SQLState? {
    let bytes = Array(line)
    guard bytes.count >= 10 else { return nil }
    for start in 3..<(bytes.count - 6) {
      let isFramed =
        bytes[(start - 3)..<start].elementsEqual(":  ".utf8)
        && bytes[(start + 5)..<(start + 7)].elementsEqual(": ".utf8)
      guard isFramed, bytes[start..<(start + 5)].allSatisfy(isCodeCharacter) else { continue }
      return SQLState(rawValue: String(decoding: bytes[start..<(start + 5)], as: UTF8.self))
    }
    return nil
  }

  private static func isCodeCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default: false
    }
  }
}
