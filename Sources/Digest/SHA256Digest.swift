/// A SHA-256 digest (FIPS 180-4): 32 bytes, compared and hashed as a value.
package struct SHA256Digest: Hashable, Sendable {
  /// The digest's bytes, eight to a word, the first in the highest place.
  private let first, second, third, fourth: UInt64

  package static let byteCount = 32

  /// A digest that was stored before; nil unless it is 32 bytes.
  package init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.init(exactly: bytes)
  }

  /// - Parameter bytes: `byteCount` bytes.
  init(exactly bytes: [UInt8]) {
    func word(_ offset: Int) -> UInt64 {
      bytes[offset..<offset + 8].reduce(0) { $0 << 8 | UInt64(truncatingIfNeeded: $1) }
    }
    (first, second, third, fourth) = (word(0), word(8), word(16), word(24))
  }

  /// The 32 bytes, in the order of the standard.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.byteCount)
    for word in [first, second, third, fourth] {
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    return bytes
  }

  /// The first 16 bytes as two words, for identifiers that derive from a digest.
  var prefix: (UInt64, UInt64) { (first, second) }
}

extension SHA256Digest: CustomStringConvertible {
  /// 64 hexadecimal digits, lower case.
  package var description: String {
    var text: [UInt8] = []
    text.reserveCapacity(2 * Self.byteCount)
    for word in [first, second, third, fourth] {
      Hexadecimal.append(word, digits: 16, to: &text)
    }
    return String(decoding: text, as: UTF8.self)
  }
}
