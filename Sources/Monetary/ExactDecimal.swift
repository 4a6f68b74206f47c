/// A decimal number without rounding: prices, quantities, rates (<doc:Money>).
///
/// Always normalised, with no zeros at the end of its fraction, so that equal numbers are equal
/// values whatever way they were written: `1.50` and `1.5`, `-0` and `0`.
package struct ExactDecimal: Hashable, Sendable {
  /// The digits with the sign; the value is `coefficient` ÷ 10^`scale`.
  package let coefficient: Int128
  /// Digits after the point, 0…12.
  package let scale: UInt8

  /// The most digits after the point, once zeros at the end are dropped.
  package static let largestScale = 12
  /// The most digits before the point that the wire may carry.
  package static let largestIntegerDigits = 18

  package static let zero: ExactDecimal = 0

  /// `coefficient` ÷ 10^`scale`; `nil` when more than 12 digits after the point are needed, or the
  /// scale is negative.
  package init?(coefficient: Int128, scale: Int) {
    guard scale >= 0 else { return nil }
    let (digits, needed) = Self.droppingZeros(coefficient, scale: scale)
    guard needed <= Self.largestScale else { return nil }
    self.init(normalised: digits, scale: UInt8(clamping: needed))
  }

  /// An amount in minor units, of which no currency has more than four digits.
  init(minorUnits: Int128, currency: Currency) {
    let (digits, needed) = Self.droppingZeros(minorUnits, scale: currency.minorUnitDigits)
    self.init(normalised: digits, scale: UInt8(clamping: needed))
  }

  /// The same number without zeros at the end of its fraction.
  private static func droppingZeros(
    _ coefficient: Int128, scale: Int
  ) -> (coefficient: Int128, scale: Int) {
    guard coefficient != 0 else { return (0, 0) }
    var result = (coefficient: coefficient, scale: scale)
    while result.scale > 0 {
      let (quotient, remainder) = result.coefficient.quotientAndRemainder(dividingBy: 10)
      guard remainder == 0 else { break }
      result = (quotient, result.scale - 1)
    }
    return result
  }

  /// The caller has dropped the zeros at the end of the fraction.
  init(normalised coefficient: Int128, scale: UInt8) {
    self.coefficient = coefficient
    self.scale = scale
  }

  package var isZero: Bool { coefficient == 0 }
  package var isNegative: Bool { coefficient < 0 }
}

extension ExactDecimal: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int64) {
    self.init(normalised: Int128(value), scale: 0)
  }

  package init(_ value: Int) {
    self.init(normalised: Int128(value), scale: 0)
  }
}

extension ExactDecimal: Comparable {
  package static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
    guard left.scale != right.scale else { return left.coefficient < right.coefficient }
    let scale = max(left.scale, right.scale)
    return left.widened(to: scale) < right.widened(to: scale)
  }

  /// The coefficient this number has at a larger scale.
  private func widened(to scale: UInt8) -> Int256 {
    Int256(product: coefficient, PowersOfTen.value(Int(scale - self.scale)))
  }
}
