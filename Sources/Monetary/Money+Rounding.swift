// Rounding is half away from zero, once, where an amount becomes an invoice line or a tax
// (<doc:Money>).
extension Money {
  /// `self` × `part` ÷ `whole`, rounded once: a partial period's charge by its days.
  package func prorated(_ part: Int, of whole: Int) throws(MonetaryError) -> Money {
    guard whole != 0 else { throw .divisionByZero }
    let divisor = Int128(whole)
    return try rounded(
      multipliedBy: whole < 0 ? -Int128(part) : Int128(part), dividedBy: abs(divisor))
  }

  /// `self` × `part` ÷ `whole`, rounded once: the tax of a part of a line.
  ///
  /// - Throws: ``MonetaryError/divisionByZero``, ``MonetaryError/currencyMismatch`` of `part` and `whole`, and
  ///   ``MonetaryError/overflow``.
  package func share(_ part: Money, of whole: Money) throws(MonetaryError) -> Money {
    guard part.currency == whole.currency else { throw .currencyMismatch }
    guard !whole.isZero else { throw .divisionByZero }
    return try rounded(
      multipliedBy: whole.isNegative ? -part.minorUnits : part.minorUnits,
      dividedBy: abs(whole.minorUnits))
  }

  /// `self` × `percent` ÷ 100, rounded once: a tax.
  package func percentage(_ percent: ExactDecimal) throws(MonetaryError) -> Money {
    try rounded(
      multipliedBy: percent.coefficient, dividedBy: PowersOfTen.value(Int(percent.scale) + 2))
  }

  /// A number rounded to the currency's minor unit.
  package static func rounding(
    _ value: ExactDecimal, to currency: Currency
  ) throws(MonetaryError) -> Money {
    if let exact = Money(exactly: value, currency: currency) { return exact }
    let excess = Int(value.scale) - currency.minorUnitDigits
    // Not finer than the minor unit, and yet not exact: beyond the bound.
    guard excess > 0 else { throw .overflow }
    let quotient = try Int256(value.coefficient).roundedQuotient(by: PowersOfTen.value(excess))
    return try Money(minorUnits: quotient.narrowed(), currency: currency)
  }

  /// `divisor` is positive.
  private func rounded(
    multipliedBy factor: Int128, dividedBy divisor: Int128
  ) throws(MonetaryError) -> Money {
    let product = Int256(product: minorUnits, factor)
    return try Money(
      minorUnits: product.roundedQuotient(by: divisor).narrowed(), currency: currency)
  }
}
