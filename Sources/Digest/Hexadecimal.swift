/// Hexadecimal digits as text, lower case.
enum Hexadecimal {
  private static let digits = Array("0123456789abcdef".utf8)

  /// Appends the lowest `count` digits of a word, the highest of them first.
  static func append(_ word: UInt64, digits count: Int, to text: inout [UInt8]) {
    for place in (0..<count).reversed() {
      text.append(digits[Int(truncatingIfNeeded: word >> UInt64(place * 4)) & 0xF])
    }
  }
}
