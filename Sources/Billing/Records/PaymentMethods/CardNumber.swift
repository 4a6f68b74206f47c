/// Where a text holds what looks like the number of a payment card (<doc:InvoiceTasks#Card-numbers>): digits, with blanks and
/// dashes between them or none, that satisfy the checksum of ISO/IEC 7812 (Luhn).
package enum CardNumber {
  package static let lengths = 13...19

  /// Work is linear in the text's length, and ends at the first number.
  package static func isIn(_ text: String) -> Bool {
    // Most texts have too few digits to look at twice.
    guard text.utf8.count >= lengths.lowerBound else { return false }
    var scan = Scan()
    var isFound = false
    for scalar in text.unicodeScalars {
      scan.take(scalar, at: 0) { _ in isFound = true }
      if isFound { return true }
    }
    scan.finish { _ in isFound = true }
    return isFound
  }

  /// Finds the numbers of a text that is read character by character, in constant memory.
  package struct Scan {
    private struct Digit {
      let place: Int
      let value: UInt8
      let startsGroup: Bool
    }

    /// The last digits of the present stretch, more than a number has.
    private var digits: [Digit] = []
    private var isInGroup = false
    /// How many of the digits were found already.
    private var foundCount = 0

    package init() {}

    /// The next character, and its place as the caller counts; `found` is given the place of each digit of a number that ended
    /// before it, unless another one has it too.
    package mutating func take(_ scalar: Unicode.Scalar, at place: Int, found: (Int) -> Void) {
      if let value = CardNumber.value(of: scalar) {
        // What is dropped is too far away to be of a number that ends here or later.
        if digits.count == 256 {
          let dropped = digits.count - lengths.upperBound
          digits.removeFirst(dropped)
          foundCount = max(0, foundCount - dropped)
        }
        digits.append(Digit(place: place, value: value, startsGroup: !isInGroup))
        isInGroup = true
      } else {
        finish(found: found)
        guard !CardNumber.isSeparator(scalar) else { return }
        digits.removeAll(keepingCapacity: true)
        foundCount = 0
      }
    }

    /// Ends the group of digits, and the text.
    package mutating func finish(found: (Int) -> Void) {
      guard isInGroup else { return }
      isInGroup = false
      guard let first = firstOfNumber() else { return }
      for digit in digits[max(first, foundCount)...] { found(digit.place) }
      foundCount = digits.count
    }

    /// Whole groups beside each other, as many as come to the length of a number: what stands before it or follows it after a
    /// blank, such as the year in which it expires, must not hide it. The longest number that ends with the last group.
    private func firstOfNumber() -> Int? {
      var first: Int?
      var sum: UInt8 = 0
      for (count, index) in digits.indices.reversed().prefix(lengths.upperBound).enumerated() {
        let doubled = digits[index].value * (count % 2 == 0 ? 1 : 2)
        sum = (sum + (doubled > 9 ? doubled - 9 : doubled)) % 10
        if digits[index].startsGroup, count + 1 >= lengths.lowerBound, sum == 0 { first = index }
      }
      return first
    }
  }

  /// Digits of any script: a number stays one when it is written otherwise.
  private static func value(of scalar: Unicode.Scalar) -> UInt8? {
    if scalar.isASCII {
      return (48...57).contains(scalar.value) ? UInt8(truncatingIfNeeded: scalar.value) - 48 : nil
    }
    guard scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue
    else { return nil }
    return UInt8(exactly: value)
  }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar == " " || scalar == "-" || scalar == "\t" }
    let properties = scalar.properties
    return properties.isWhitespace || properties.generalCategory == .dashPunctuation
      || properties.generalCategory == .format || scalar == "\u{2212}"
  }
}
