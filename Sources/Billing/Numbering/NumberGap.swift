/// A value of a sequence that no document bears.
package struct NumberGap: Hashable, Sendable {
  package let value: Int64
  /// The number that it would have been, as its neighbour is written; nil where there is none to go by.
  package let text: String?
  package let explanation: Explanation?

  package init(value: Int64, text: String?, explanation: Explanation?) {
    self.value = value
    self.text = text
    self.explanation = explanation
  }

  package enum Explanation: Hashable, Sendable {
    /// A document from outside bears the number, so it was not given.
    case passedOver(number: String)
    /// As a person wrote it.
    case text(String)
  }

  /// The number of another value, written as a neighbour of the same sequence is: `INV-2026-000006` says of 7 that it would
  /// have been `INV-2026-000007`.
  package static func text(of value: Int64, like number: String, value known: Int64) -> String? {
    let digits = Array(String(known).utf8)
    let bytes = Array(number.utf8)
    guard digits.count <= bytes.count else { return nil }
    for start in stride(from: bytes.count - digits.count, through: 0, by: -1)
    where Array(bytes[start..<(start + digits.count)]) == digits {
      var first = start
      while first > 0, bytes[first - 1] == UInt8(ascii: "0") { first -= 1 }
      let width = start + digits.count - first
      let written = Array(String(value).utf8)
      let zeros = [UInt8](repeating: UInt8(ascii: "0"), count: max(width - written.count, 0))
      return String(
        decoding: bytes[..<first] + zeros + written + bytes[(start + digits.count)...],
        as: UTF8.self)
    }
    return nil
  }
}
