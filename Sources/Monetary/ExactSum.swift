/// A sum of products of decimals, kept exactly until it is rounded to a currency once.
///
/// Usage charges (Σ quantity × price of a tier + flat fees) and the check of a line's amount
/// (quantity × price ÷ base quantity + charges − allowances) round only their result
/// (<doc:Money#Rounding>: once, where an amount becomes an invoice line or a tax).
package struct ExactSum: Hashable, Sendable {
  /// In units of 10^−24, the finest product of two decimals.
  private var value: Int256

  private static let scale = 2 * ExactDecimal.largestScale

  /// Zero.
  package init() {
    value = .zero
  }

  package mutating func add(_ decimal: ExactDecimal) throws(MonetaryError) {
    try add(decimal, times: 1)
  }

  package mutating func add(
    _ left: ExactDecimal, times right: ExactDecimal
  ) throws(MonetaryError) {
    let missing = Self.scale - Int(left.scale) - Int(right.scale)
    let product = Int256(product: left.coefficient, right.coefficient)
    value = try value.adding(product.multiplied(by: PowersOfTen.value(missing)))
  }

  package mutating func subtract(
    _ left: ExactDecimal, times right: ExactDecimal = 1
  ) throws(MonetaryError) {
    try add(left.negated, times: right)
  }

  /// The sum divided by a number other than zero, rounded once half away from zero to the
  /// currency's minor unit.
  package func rounded(
    to currency: Currency, dividedBy divisor: ExactDecimal = 1
  ) throws(MonetaryError) -> Money {
    guard !divisor.isZero else { throw .divisionByZero }
    let exponent = Self.scale - currency.minorUnitDigits - Int(divisor.scale)
    let absolute = divisor.isNegative ? divisor.negated : divisor
    // value × 10^digits ÷ 10^24 ÷ (coefficient ÷ 10^scale). The exponent is at least 8.
    let quotient = try value.roundedQuotient(
      by: PowersOfTen.value(exponent), absolute.coefficient)
    let minorUnits = try (divisor.isNegative ? quotient.negated : quotient).narrowed()
    return try Money(minorUnits: minorUnits, currency: currency)
  }

  /// The sum as a decimal, with twelve digits after the point where it has more: rounded half away from zero.
  package func decimal() throws(MonetaryError) -> ExactDecimal {
    let excess = PowersOfTen.value(Self.scale - ExactDecimal.largestScale)
    let coefficient = try value.roundedQuotient(by: excess).narrowed()
    guard let decimal = ExactDecimal(coefficient: coefficient, scale: ExactDecimal.largestScale)
    else { throw .overflow }
    return decimal
  }

  /// The sum divided by a number other than zero, before it is rounded.
  package func quotient(dividedBy divisor: ExactDecimal = 1) throws(MonetaryError) -> ExactQuotient
  {
    guard !divisor.isZero else { throw .divisionByZero }
    // value ÷ 10^24 ÷ (coefficient ÷ 10^scale)
    let product = try value.multiplied(by: PowersOfTen.value(Int(divisor.scale)))
    return ExactQuotient(
      divisor.isNegative ? product.negated : product, Self.scale, abs(divisor.coefficient))
  }
}
