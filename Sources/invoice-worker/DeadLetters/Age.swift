/// A span of time as people write it: `90s`, `30m`, `12h`, `7d`.
enum Age {
  /// Seconds; nil when the text is no number from 1 with one of these units, or more than 10,000 days.
  static func seconds(_ text: String) -> Int64? {
    let scale: Int64
    switch text.last {
    case "s": scale = 1
    case "m": scale = 60
    case "h": scale = 3_600
    case "d": scale = 86_400
    default: return nil
    }
    let digits = text.dropLast()
    guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let count = Int64(digits), count > 0, count <= 10_000 * 86_400 / scale
    else { return nil }
    return count * scale
  }
}
