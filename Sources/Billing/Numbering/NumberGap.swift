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
  /// have been `INV-2026-000007`. Where the digits stand more than once they are taken for the value where they are a whole
  /// number, then where they have more zeros before them, then the last.
  package static func text(of value: Int64, like number: String, value known: Int64) -> String? {
    let digits = Array(String(known).utf8)
    let bytes = Array(number.utf8)
    var best: (isWhole: Bool, zeros: Int, place: Range<Int>)?
    for start in bytes.indices where bytes[start...].starts(with: digits) {
      let end = start + digits.count
      var first = start
      while first > 0, bytes[first - 1] == UInt8(ascii: "0") { first -= 1 }
      let isWhole =
        !(first > 0 && isDigit(bytes[first - 1])) && !(end < bytes.count && isDigit(bytes[end]))
      if let best, (isWhole ? 1 : 0, start - first) < (best.isWhole ? 1 : 0, best.zeros) { continue }
      best = (isWhole, start - first, first..<end)
    }
    guard let place = best?.place else { return nil }
    let written = Array(String(value).utf8)
    let zeros = [UInt8](repeating: UInt8(ascii: "0"), count: max(place.count - written.count, 0))
    return String(
      decoding: bytes[..<place.lowerBound] + zeros + written + bytes[place.upperBound...],
      as: UTF8.self)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
