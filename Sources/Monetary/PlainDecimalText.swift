/// Writes a scaled integer with a fixed number of digits after the point.
enum PlainDecimalText {
  /// Bytes of a sign, a point, and the digits of a 64-bit number or ``mostFractionDigits`` after a zero.
  private static let mostBytes = 24
  private static let mostFractionDigits = 19

  static func text(_ coefficient: Int128, fractionDigits: Int) -> String {
    var text = ""
    withUTF8(coefficient, fractionDigits: fractionDigits) { utf8 in
      text = utf8.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
    return text
  }

  /// The UTF-8 of the text, without a string: each row and each event has many numbers. Made in one piece, from the last
  /// digit on.
  static func withUTF8(
    _ coefficient: Int128, fractionDigits: Int, _ body: (Span<UInt8>) -> Void
  ) {
    guard let magnitude = UInt64(exactly: coefficient.magnitude),
      fractionDigits <= mostFractionDigits
    else { return body(longText(coefficient, fractionDigits: fractionDigits).utf8.span) }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: mostBytes) { bytes in
      var start = mostBytes
      func put(_ byte: UInt8) {
        start -= 1
        bytes.initializeElement(at: start, to: byte)
      }
      var rest = magnitude
      var digits = 0
      while rest > 0 || digits <= fractionDigits {
        if digits == fractionDigits, digits > 0 { put(UInt8(ascii: ".")) }
        let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
        put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
        rest = quotient
        digits += 1
      }
      if coefficient < 0 { put(UInt8(ascii: "-")) }
      // The bytes before it were not written.
      body(UnsafeBufferPointer(rebasing: bytes[start...]).span)
    }
  }

  private static func longText(_ coefficient: Int128, fractionDigits: Int) -> String {
    let sign = coefficient < 0 ? "-" : ""
    let digits = String(coefficient.magnitude)
    guard fractionDigits > 0 else { return sign + digits }
    let count = digits.utf8.count
    guard count > fractionDigits else {
      return sign + "0." + String(repeating: "0", count: fractionDigits - count) + digits
    }
    return sign + digits.dropLast(fractionDigits) + "." + digits.suffix(fractionDigits)
  }
}
