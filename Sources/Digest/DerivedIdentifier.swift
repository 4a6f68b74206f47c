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
    let (first, second) = digest(label, parts)
    return text(high: first & ~0xF000 | 0x8000, low: second)
  }

  /// A UUID of version 7 (RFC 9562 section 5.7): the time first, so that records made together stand together
  /// in an index, then bits of SHA-256 over the label and the parts where that version has random ones.
  ///
  /// The same parts at the same time give the same identifier.
  ///
  /// - Parameters:
  ///   - label: what kind of thing is identified.
  ///   - parts: what the thing is known by, in a fixed order.
  ///   - milliseconds: since 1970; negative ones count as 0.
  /// - Returns: 36 characters, lower case.
  package static func timeOrdered(
    _ label: String, _ parts: [String], milliseconds: Int64
  ) -> String {
    let (first, second) = digest(label, parts)
    let time = UInt64(clamping: milliseconds) & 0xFFFF_FFFF_FFFF
    return text(high: time << 16 | 0x7000 | first & 0xFFF, low: second)
  }

  private static func digest(_ label: String, _ parts: [String]) -> (UInt64, UInt64) {
    var input: [UInt8] = []
    input.reserveCapacity(parts.reduce(8 + label.utf8.count) { $0 + 8 + $1.utf8.count })
    append(label, to: &input)
    for part in parts { append(part, to: &input) }
    return SHA256Digest.of(input).prefix
  }

  /// The text form; the variant's bits are set here.
  private static func text(high: UInt64, low: UInt64) -> String {
    let low = low & ~(0b11 << 62) | 0b10 << 62
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
    let length = UInt64(truncatingIfNeeded: part.utf8.count)
    for shift: UInt64 in stride(from: 56, through: 0, by: -8) {
      input.append(UInt8(truncatingIfNeeded: length >> shift))
    }
    input.append(contentsOf: part.utf8)
  }
}
