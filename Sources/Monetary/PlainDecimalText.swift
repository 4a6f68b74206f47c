/// Writes a scaled integer with a fixed number of digits after the point.
enum PlainDecimalText {
  static func text(_ coefficient: Int128, fractionDigits: Int) -> String {
    let magnitude = coefficient.magnitude
    let sign = coefficient < 0 ? "-" : ""
    // The standard library writes 64-bit numbers much faster than wider ones.
    let digits = UInt64(exactly: magnitude).map { String($0) } ?? String(magnitude)
    guard fractionDigits > 0 else { return sign + digits }
    let count = digits.utf8.count
    guard count > fractionDigits else {
      return sign + "0." + String(repeating: "0", count: fractionDigits - count) + digits
    }
    return sign + digits.dropLast(fractionDigits) + "." + digits.suffix(fractionDigits)
  }
}
