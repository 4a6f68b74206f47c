/// Text as MIME wants it before it is encoded: every line ends with CR LF.
enum CanonicalText {
  static func lines(_ text: String) -> [UInt8] {
    var lines: [UInt8] = []
    lines.reserveCapacity(text.utf8.count + text.utf8.count / 32 + 2)
    var previous: UInt8 = 0
    for unit in text.utf8 {
      switch unit {
      case 0x0D: lines += [0x0D, 0x0A]
      case 0x0A: if previous != 0x0D { lines += [0x0D, 0x0A] }
      default: lines.append(unit)
      }
      previous = unit
    }
    if lines.last != 0x0A { lines += [0x0D, 0x0A] }
    return lines
  }
}
