import Billing
import JSON

/// A request's body without card numbers: of each its digits are asterisks, however they are written. What is left shows whose
/// it is and what is wrong, and can be kept.
package enum MaskedBody {
  /// What a dead letter keeps instead of the body; nil where it keeps the body as it came.
  ///
  /// Not every refused body is read, and not all of one that is: so any that has to do with payment methods is looked through,
  /// as it stands. Of a request whose form is right every record was read.
  package static func needed(for intake: Intake, of body: [UInt8]) -> [UInt8]? {
    if case .request = intake { return nil }
    guard intake.holdsCardNumber || namesPaymentMethod(body) else { return nil }
    let masked = of(body)
    return intake.holdsCardNumber || masked != body ? masked : nil
  }

  /// Any bytes, JSON or not.
  package static func of(_ body: [UInt8]) -> [UInt8] {
    var isMasked: [Bool] = []
    var scan = CardNumber.Scan()
    func mask(_ place: Int) {
      if isMasked.isEmpty { isMasked = Array(repeating: false, count: body.count) }
      isMasked[place] = true
    }
    var index = 0
    while index < body.count {
      let (scalar, length) = character(in: body, at: index)
      scan.take(scalar, at: index, found: mask)
      index += length
    }
    scan.finish(found: mask)
    guard !isMasked.isEmpty else { return body }

    var masked: [UInt8] = []
    masked.reserveCapacity(body.count)
    index = 0
    while index < body.count {
      let length = character(in: body, at: index).length
      if isMasked[index] {
        masked.append(UInt8(ascii: "*"))
      } else {
        masked.append(contentsOf: body[index..<(index + length)])
      }
      index += length
    }
    return masked
  }

  /// The record's type, or what only records of it have, for the type may be misspelt.
  private static let names = [
    "SavedPaymentMethod", #""token""#, #""last4""#, #""displayName""#, #""cardNumber""#,
  ].map { Array($0.utf8) }

  private static func namesPaymentMethod(_ body: [UInt8]) -> Bool {
    for (index, byte) in body.enumerated() {
      guard byte == UInt8(ascii: "S") || byte == UInt8(ascii: "\"") else { continue }
      let rest = body[index...]
      if names.contains(where: { rest.starts(with: $0) }) { return true }
    }
    return false
  }

  /// The character at a place and how many bytes it has there; an escaped one is what it stands for. No number spans a string
  /// and what is around it, for a quotation mark is no part of one; and outside of strings JSON has no backslash.
  private static func character(
    in body: [UInt8], at index: Int
  ) -> (Unicode.Scalar, length: Int) {
    let byte = body[index]
    if byte == UInt8(ascii: "\\") {
      guard let (value, length) = JSONEscapes.character(in: body, at: index) else {
        return ("\\", 1)
      }
      return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
    }
    let length =
      switch byte {
      case 0..<0x80: 1
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 0
      }
    if length == 1 { return (Unicode.Scalar(byte), 1) }
    guard length > 0, index + length <= body.count else { return ("\u{FFFD}", 1) }
    var value = UInt32(truncatingIfNeeded: byte) & (0xFF >> (length + 1))
    for next in body[(index + 1)..<(index + length)] {
      guard next & 0xC0 == 0x80 else { return ("\u{FFFD}", 1) }
      value = value << 6 | UInt32(truncatingIfNeeded: next & 0x3F)
    }
    return Unicode.Scalar(value).map { ($0, length) } ?? ("\u{FFFD}", 1)
  }
}
