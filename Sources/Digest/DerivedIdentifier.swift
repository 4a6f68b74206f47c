/// Identifiers that follow from what they identify, so that the same request, run again, names
/// its records and events the same way without looking anything up.
package enum DerivedIdentifier {
  /// A UUID of version 8 (RFC 9562 section 5.8) in its text form, made of the first 122 bits of
  /// SHA-256 over the label and the parts.
  ///
  /// Each is preceded by its length, so that ("ab", "c") and ("a", "bc") differ.
  ///
  /// - Parameters:
  ///   - label: what kind of thing is identified. Equal parts under another label give another
  ///     identifier.
  ///   - parts: what the thing is known by, in a fixed order. They are compared byte by byte.
  /// - Returns: 36 characters, lower case. Changing how it is made would break the promise to
  ///   requests that are under way; do not.
  package static func uuid(_ label: String, _ parts: [String]) -> String {
    var input: [UInt8] = []
    append(label, to: &input)
    for part in parts { append(part, to: &input) }
    let (first, second) = SHA256Digest.of(input).prefix
    let high = first & ~0xF000 | 0x8000
    let low = second & ~(0b11 << 62) | 0b10 << 62
    var text: [UInt8] = []
    text.reserveCapacity(36)
    Hexadecimal.append(high >> 32, digits: 8, to: &text)
    text.append(UInt8(ascii: "-"))
    Hexadecimal.append(high >> 16, digits: 4, to: &text)
    text.append(UInt8(ascii: "-"))
    Hexadecimal.append(high, digits: 4, to: &text)
    text.append(UInt8(ascii: "-"))
    Hexadecimal.append(low >> 48, digits: 4, to: &text)
    text.append(UInt8(ascii: "-"))
    Hexadecimal.append(low, digits: 12, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  package static func uuid(_ label: String, _ parts: String...) -> String {
    uuid(label, parts)
  }

  private static func append(_ part: String, to input: inout [UInt8]) {
    let length = UInt64(part.utf8.count)
    for shift: UInt64 in stride(from: 56, through: 0, by: -8) {
      input.append(UInt8(truncatingIfNeeded: length >> shift))
    }
    input.append(contentsOf: part.utf8)
  }
}
