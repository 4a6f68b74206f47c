/// Decimal numbers of a fixed width, as dates, times and invoice numbers are written.
package enum ASCIIDigits {
  /// The number written in the bytes of `range`; `nil` when one of them is not an ASCII digit.
  /// The range lies within the bytes and is at most 18 long.
  package static func number(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var value = 0
    for index in range {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }

  /// The number, which is not negative, with zeros in front up to `width` digits.
  package static func text(_ number: Int, width: Int) -> String {
    let digits = String(number)
    guard digits.utf8.count < width else { return digits }
    return String(repeating: "0", count: width - digits.utf8.count) + digits
  }

  /// Writes the number into the bytes of `range`, with zeros in front. It is not negative and has no more digits than there
  /// are bytes.
  static func write(_ number: Int, _ range: Range<Int>, of bytes: UnsafeMutableBufferPointer<UInt8>)
  {
    var rest = number
    for index in range.reversed() {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      bytes.initializeElement(at: index, to: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
      rest = quotient
    }
  }
}
