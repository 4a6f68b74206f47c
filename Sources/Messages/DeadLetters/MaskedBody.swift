import Billing

/// A request's body without the card numbers that it was refused for: of each its digits are asterisks, however they are
/// written. What is left shows whose it is and what is wrong, and can be kept.
package enum MaskedBody {
  private static let asterisk = UInt8(ascii: "*")

  /// `body` is one JSON text.
  package static func of(_ body: [UInt8]) -> [UInt8] {
    var masked: [UInt8] = []
    masked.reserveCapacity(body.count)
    var segment = Segment()
    var isInString = false
    var index = 0
    while index < body.count {
      let (scalar, length) = character(in: body, at: index, isInString: isInString)
      if length == 1, body[index] == UInt8(ascii: "\"") {
        // A number never spans a string and what is around it.
        segment.write(of: body, to: &masked)
        masked.append(body[index])
        isInString.toggle()
      } else {
        segment.append(scalar, index..<(index + length))
      }
      index += length
    }
    segment.write(of: body, to: &masked)
    return masked
  }

  /// The characters of a string, or of what is between two strings, with their bytes.
  private struct Segment {
    private var scalars: [Unicode.Scalar] = []
    private var places: [Range<Int>] = []

    mutating func append(_ scalar: Unicode.Scalar, _ place: Range<Int>) {
      scalars.append(scalar)
      places.append(place)
    }

    mutating func write(of body: [UInt8], to masked: inout [UInt8]) {
      let digits = CardNumber.digits(in: scalars)
      for (index, place) in places.enumerated() {
        if digits.contains(index) {
          masked.append(asterisk)
        } else {
          masked.append(contentsOf: body[place])
        }
      }
      scalars.removeAll(keepingCapacity: true)
      places.removeAll(keepingCapacity: true)
    }
  }

  /// The character at a place and how many bytes it has there; an escaped one within a string is what it stands for.
  private static func character(
    in body: [UInt8], at index: Int, isInString: Bool
  ) -> (Unicode.Scalar, length: Int) {
    let byte = body[index]
    if isInString, byte == UInt8(ascii: "\\"), index + 1 < body.count {
      guard body[index + 1] == UInt8(ascii: "u"), index + 5 < body.count else {
        return ("\\", 2)
      }
      let digits = String(decoding: body[(index + 2)...(index + 5)], as: UTF8.self)
      return (UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) ?? "\u{FFFD}", 6)
    }
    guard byte >= 0x80 else { return (Unicode.Scalar(byte), 1) }
    let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
    let end = min(index + length, body.count)
    let scalar = String(decoding: body[index..<end], as: UTF8.self).unicodeScalars.first
    return (scalar ?? "\u{FFFD}", end - index)
  }
}
