/// A decimal of the wire, as data: a string, or a JSON number without exponent (<doc:Money>).
package struct DecimalShape: Hashable, Sendable {
  /// Digits before the point, at most.
  package let integerDigits: Int
  /// Digits after the point, at most, once zeros at the end are dropped.
  package let fractionDigits: Int

  /// The regular expression (ECMA-262) that its text matches, as a string or as the number is written.
  package var pattern: String {
    "^[+-]?(?=\\.?\\d)0*\\d{0,\(integerDigits)}(\\.\\d{0,\(fractionDigits)}0*)?$"
  }
}
