/// Where a text holds what looks like the number of a payment card (<doc:InvoiceTasks#Card-numbers>): digits, with blanks and
/// dashes between them or none, that satisfy the checksum of ISO/IEC 7812 (Luhn).
package enum CardNumber {
  package static let lengths = 13...19

  package static func isIn(_ text: String) -> Bool {
    // Most texts have too few digits to look at twice.
    guard text.utf8.count >= lengths.lowerBound else { return false }
    return !digits(in: Array(text.unicodeScalars)).isEmpty
  }

  /// The places of all digits that belong to such a number.
  package static func digits(in scalars: [Unicode.Scalar]) -> Set<Int> {
    var found: Set<Int> = []
    var stretch: [[Digit]] = []
    var isNewGroup = true
    for (place, scalar) in scalars.enumerated() {
      if let value = value(of: scalar) {
        if isNewGroup { stretch.append([]) }
        stretch[stretch.count - 1].append(Digit(place: place, value: value))
        isNewGroup = false
      } else {
        isNewGroup = true
        guard !isSeparator(scalar) else { continue }
        note(stretch, in: &found)
        stretch = []
      }
    }
    note(stretch, in: &found)
    return found
  }

  private struct Digit {
    let place: Int
    let value: Int
  }

  /// Whole groups beside each other, as many as come to the length of a number: what follows it after a blank, such as the
  /// year in which it expires, must not hide it.
  private static func note(_ stretch: [[Digit]], in found: inout Set<Int>) {
    for first in stretch.indices {
      var number: [Digit] = []
      for group in stretch[first...] {
        number += group
        guard number.count <= lengths.upperBound else { break }
        if lengths.contains(number.count), hasChecksum(number) {
          found.formUnion(number.map(\.place))
        }
      }
    }
  }

  private static func hasChecksum(_ number: [Digit]) -> Bool {
    var sum = 0
    for (index, digit) in number.reversed().enumerated() {
      let doubled = digit.value * 2
      sum += index % 2 == 0 ? digit.value : doubled > 9 ? doubled - 9 : doubled
    }
    return sum % 10 == 0
  }

  /// Digits of any script: a number stays one when it is written otherwise.
  private static func value(of scalar: Unicode.Scalar) -> Int? {
    if scalar.isASCII {
      return (48...57).contains(scalar.value) ? Int(scalar.value) - 48 : nil
    }
    guard scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue
    else { return nil }
    return Int(value)
  }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar == " " || scalar == "-" || scalar == "\t" }
    let properties = scalar.properties
    return properties.isWhitespace || properties.generalCategory == .dashPunctuation
      || properties.generalCategory == .format || scalar == "\u{2212}"
  }
}
