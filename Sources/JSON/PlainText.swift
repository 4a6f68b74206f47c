/// Text that stands in a JSON string as it is (RFC 8259 section 7: quotation mark, backslash and U+0000 to U+001F must be
/// escaped, nothing else).
enum PlainText {
  static func isEscaped(_ unit: UInt8) -> Bool {
    unit < 0x20 || unit == .quotationMark || unit == .backslash
  }

  /// Whether nothing is to be escaped: eight bytes at a time, for nearly all texts are plain, and each event has hundreds.
  static func isPlain(_ units: UnsafeBufferPointer<UInt8>) -> Bool {
    guard units.count >= 8, let start = UnsafeRawPointer(units.baseAddress) else {
      return !units.contains(where: isEscaped)
    }
    // Every read lies within the bytes: the last position is eight before the end, some of which may be read twice.
    let last = units.count - 8
    var position = 0
    while position < last {
      guard isPlain(start.loadUnaligned(fromByteOffset: position, as: UInt64.self)) else {
        return false
      }
      position += 8
    }
    return isPlain(start.loadUnaligned(fromByteOffset: last, as: UInt64.self))
  }

  /// Whether none of a word's eight bytes is to be escaped. Taking a number from each byte borrows from its highest bit
  /// where the byte is less; a byte that had this bit before is none of them. A borrow that goes on into the next byte
  /// comes from one that is found itself.
  private static func isPlain(_ word: UInt64) -> Bool {
    func each(_ unit: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(truncatingIfNeeded: unit) }
    let quotationMarks = word ^ each(.quotationMark)
    let backslashes = word ^ each(.backslash)
    let control = (word &- each(0x20)) & ~word
    let found =
      control | (quotationMarks &- each(1)) & ~quotationMarks
      | (backslashes &- each(1)) & ~backslashes
    return found & each(0x80) == 0
  }
}

extension OutputSpan<UInt8> {
  /// Appends the bytes, for which there must be room.
  mutating func append(copying units: UnsafeBufferPointer<UInt8>) {
    // Traps on purpose: without the room, memory of others would be written over.
    precondition(units.count <= freeCapacity, "the room was asked for before")
    withUnsafeMutableBufferPointer { buffer, count in
      // Within the buffer, as was checked: it has its capacity, and `count` bytes are taken.
      guard let end = buffer.baseAddress?.advanced(by: count), let start = units.baseAddress else {
        return
      }
      end.initialize(from: start, count: units.count)
      count += units.count
    }
  }
}
