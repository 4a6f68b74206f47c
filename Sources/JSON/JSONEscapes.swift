/// The escapes of strings (RFC 8259 section 7), and what they stand for.
package enum JSONEscapes {
  /// The UTF-8 that the escaped text in `range` stands for; text that was checked already.
  static func resolved(_ source: [UInt8], _ range: Range<Int>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(range.count)
    var position = range.lowerBound
    while position < range.upperBound {
      let byte = source[position]
      guard byte == .backslash else {
        result.append(byte)
        position += 1
        continue
      }
      // Never nil in text that was checked.
      let (scalar, length) =
        character(in: source, at: position) ?? (UInt32(truncatingIfNeeded: byte), 1)
      append(scalar, to: &result)
      position += length
    }
    return result
  }

  /// The value of the character that is escaped at `position`, and how many bytes the escape has, of a surrogate pair both; nil
  /// where there is none. Total, for any bytes: half a pair, which the reader refuses, stands for U+FFFD.
  package static func character(
    in source: [UInt8], at position: Int
  ) -> (value: UInt32, length: Int)? {
    guard position + 1 < source.count, source[position] == .backslash else { return nil }
    let letter = source[position + 1]
    guard letter == UInt8(ascii: "u") else {
      return character(escapedBy: letter).map { (UInt32(truncatingIfNeeded: $0), 2) }
    }
    guard let value = hexadecimal(source, position + 2) else { return nil }
    guard (0xD800..<0xE000).contains(value) else { return (value, 6) }
    guard value < 0xDC00, position + 7 < source.count, source[position + 6] == .backslash,
      source[position + 7] == UInt8(ascii: "u"), let low = hexadecimal(source, position + 8),
      (0xDC00..<0xE000).contains(low)
    else { return (0xFFFD, 6) }
    return (0x10000 + (value - 0xD800) << 10 + (low - 0xDC00), 12)
  }

  /// The byte that a backslash and `letter` stand for; nil when that is no short escape.
  static func character(escapedBy letter: UInt8) -> UInt8? {
    switch letter {
    case .quotationMark, .backslash, UInt8(ascii: "/"): letter
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: nil
    }
  }

  /// The value of the four hexadecimal digits at `position`; nil when they are not there.
  static func hexadecimal(_ source: [UInt8], _ position: Int) -> UInt32? {
    guard position + 4 <= source.count else { return nil }
    var value: UInt32 = 0
    for byte in source[position..<position + 4] {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      default: return nil
      }
      value = value << 4 | UInt32(truncatingIfNeeded: digit)
    }
    return value
  }

  private static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
    switch scalar {
    case 0..<0x80:
      bytes.append(UInt8(truncatingIfNeeded: scalar))
    case 0x80..<0x800:
      bytes.append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    case 0x800..<0x10000:
      bytes.append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    default:
      bytes.append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    }
  }
}
