/// Hexadecimal digits as text, lower case.
package enum Hexadecimal {
  private static let digits = Array("0123456789abcdef".utf8)

  /// The lowest `count` digits of a word.
  package static func text(_ word: UInt64, digits count: Int) -> String {
    var text: [UInt8] = []
    append(word, digits: count, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the lowest `count` digits of a word, the highest of them first.
  static func append(_ word: UInt64, digits count: Int, to text: inout [UInt8]) {
    for index in (0..<count).reversed() {
      text.append(digits[Int(truncatingIfNeeded: word >> (index * 4)) & 0xF])
    }
  }
}
