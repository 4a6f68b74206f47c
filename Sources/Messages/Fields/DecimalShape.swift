/// A decimal of the wire, as data: a string, or a JSON number without exponent (<doc:Money>).
package struct DecimalShape: Hashable, Sendable {
  /// Digits before the point, at most.
  package let integerDigits: Int
  /// Digits after the point, at most, once zeros at the end are dropped.
  package let fractionDigits: Int

  /// Whether it is more than 0.
  package var isPositive = false

  /// The regular expression (ECMA-262) that its text matches, as a string or as the number is written.
  package var pattern: String {
    let beginning = isPositive ? #"\+?(?=[0-9.]*[1-9])"# : #"[+-]?(?=\.?[0-9])"#
    return "^\(beginning)0*[0-9]{0,\(integerDigits)}(\\.[0-9]{0,\(fractionDigits)}0*)?$"
  }
}
