extension ExactDecimal: CustomStringConvertible {
  /// Reads a decimal of the wire: `[+-]?(\d+(\.\d*)?|\.\d+)`, at most 18 digits before and 12
  /// after the point once zeros at the ends are dropped, no exponent; anything else is `nil`,
  /// never rounded (<doc:Money>).
  package init?(wire text: some StringProtocol) {
    let text = String(text)
    self.init(utf8: text.utf8.span)
  }

  /// The same from UTF-8 bytes, without a string in between.
  package init?(utf8 bytes: Span<UInt8>) {
    var index = 0
    var isNegative = false
    if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
      isNegative = bytes[index] == UInt8(ascii: "-")
      index += 1
    }
    var digits = DecimalDigits()
    var hasDigit = false
    while index < bytes.count, let digit = Self.digit(bytes[index]) {
      guard digits.append(integer: digit) else { return nil }
      hasDigit = true
      index += 1
    }
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      index += 1
      while index < bytes.count, let digit = Self.digit(bytes[index]) {
        guard digits.append(fraction: digit) else { return nil }
        hasDigit = true
        index += 1
      }
    }
    guard hasDigit, index == bytes.count else { return nil }
    let magnitude = digits.coefficient
    self.init(normalised: isNegative ? -magnitude : magnitude, scale: UInt8(clamping: digits.scale))
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    let digit = byte &- UInt8(ascii: "0")
    return digit <= 9 ? digit : nil
  }

  /// Plain text without exponent or zeros at the end: `1548.39`, `-5`, `0.25`.
  package var description: String {
    PlainDecimalText.text(coefficient, fractionDigits: Int(scale))
  }

  /// The UTF-8 of ``description``, without a string.
  package func withUTF8(_ body: (Span<UInt8>) -> Void) {
    PlainDecimalText.withUTF8(coefficient, fractionDigits: Int(scale), body)
  }
}
