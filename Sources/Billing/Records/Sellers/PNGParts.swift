/// Goes through the parts ("chunks") of a PNG: each has a length, a name of four letters, its content and a check sum.
struct PNGParts {
  struct Part {
    let name: String
    let content: Range<Int>
    /// Whether a reader that does not know it draws the same picture: its first letter is small.
    let mayBePassedOver: Bool
  }

  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  private let bytes: [UInt8]
  private var position = signature.count

  /// - Parameter bytes: begin with the ``signature``.
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var areAllRead: Bool { position >= bytes.count }

  /// The next part; nil at the end.
  mutating func next() throws(PNGFault) -> Part? {
    guard !areAllRead else { return nil }
    // Length and name before the content, the check sum behind it.
    let start = position + 8
    guard start <= bytes.count else { throw .damaged("it is cut off") }
    let length = Self.number(bytes[position..<position + 4])
    let letters = bytes[position + 4..<start]
    guard letters.allSatisfy(Self.isLetter), let first = letters.first else {
      throw .damaged("at byte \(position) it has no part that a PNG has")
    }
    let name = String(decoding: letters, as: UTF8.self)
    guard length <= bytes.count - start - 4 else { throw .damaged("it is cut off in \(name)") }
    let end = start + length
    guard Self.number(bytes[end..<end + 4]) == Int(CRC32.of(bytes[position + 4..<end])) else {
      throw .damaged("the check sum of \(name) does not fit")
    }
    position = end + 4
    return Part(name: name, content: start..<end, mayBePassedOver: first & 0x20 != 0)
  }

  /// Four bytes, the most significant first.
  static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte & ~0x20)
  }
}

/// The check sum of PNG (ISO 3309).
private enum CRC32 {
  private static let table: [UInt32] = (0..<256 as Range<UInt32>).map { value in
    (0..<8).reduce(value) { sum, _ in sum & 1 == 0 ? sum >> 1 : sum >> 1 ^ 0xEDB8_8320 }
  }

  static func of(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var sum = UInt32.max
    for byte in bytes {
      sum = table[Int((sum ^ UInt32(truncatingIfNeeded: byte)) & 0xFF)] ^ sum >> 8
    }
    return ~sum
  }
}
