/// Hexadecimal digits as text, lower case.
package enum Hexadecimal {
  /// The lowest `count` digits of a word.
  package static func text(_ word: UInt64, digits count: Int) -> String {
    var text: [UInt8] = []
    append(word, digits: count, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the lowest `count` digits of a word, the highest of them first.
  static func append(_ word: UInt64, digits count: Int, to text: inout [UInt8]) {
    for index in (0..<count).reversed() {
      text.append(digit(UInt8(truncatingIfNeeded: word >> (index * 4)) & 0xF))
    }
  }

  /// The digit of a number below 16.
  private static func digit(_ number: UInt8) -> UInt8 {
    number < 10 ? UInt8(ascii: "0") + number : UInt8(ascii: "a") - 10 + number
  }
}
