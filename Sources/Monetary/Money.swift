/// An amount that is exact to its currency's minor unit (<doc:Money>).
///
/// Signed as given. Its magnitude is below 10^18 whole units, the most the wire can say; a result
/// beyond is `MonetaryError.overflow`, never a wrap.
package struct Money: Hashable, Sendable, CustomStringConvertible {
  package let minorUnits: Int128
  package let currency: Currency

  /// An amount in minor units, as the store keeps it.
  package init(minorUnits: Int128, currency: Currency) throws(MonetaryError) {
    guard Self.canHold(minorUnits, of: currency) else { throw .overflow }
    self.init(unchecked: minorUnits, currency)
  }

  /// The amount of a decimal; `nil` when it is finer than the minor unit or beyond the bound.
  package init?(exactly decimal: ExactDecimal, currency: Currency) {
    let missing = currency.minorUnitDigits - Int(decimal.scale)
    guard missing >= 0 else { return nil }
    let (minorUnits, overflow) = decimal.coefficient.multipliedReportingOverflow(
      by: PowersOfTen.value(missing))
    guard !overflow, Self.canHold(minorUnits, of: currency) else { return nil }
    self.init(unchecked: minorUnits, currency)
  }

  /// The caller knows that the bound holds.
  private init(unchecked minorUnits: Int128, _ currency: Currency) {
    self.minorUnits = minorUnits
    self.currency = currency
  }

  private static func canHold(_ minorUnits: Int128, of currency: Currency) -> Bool {
    let bound = PowersOfTen.value(ExactDecimal.largestIntegerDigits + currency.minorUnitDigits)
    return minorUnits > -bound && minorUnits < bound
  }

  package static func zero(_ currency: Currency) -> Money {
    Money(unchecked: 0, currency)
  }

  package var isZero: Bool { minorUnits == 0 }
  package var isNegative: Bool { minorUnits < 0 }

  package var negated: Money { Money(unchecked: -minorUnits, currency) }

  package func adding(_ other: Money) throws(MonetaryError) -> Money {
    guard currency == other.currency else { throw .currencyMismatch }
    // Two amounts within the bound cannot overflow 128 bits.
    return try Money(minorUnits: minorUnits + other.minorUnits, currency: currency)
  }

  package func subtracting(_ other: Money) throws(MonetaryError) -> Money {
    try adding(other.negated)
  }

  /// So many times the amount.
  package func multiplied(by count: Int) throws(MonetaryError) -> Money {
    let (product, overflow) = minorUnits.multipliedReportingOverflow(by: Int128(count))
    guard !overflow else { throw .overflow }
    return try Money(minorUnits: product, currency: currency)
  }

  /// The sum of amounts that all have `currency`; zero for none.
  package static func sum(
    _ amounts: some Sequence<Money>, currency: Currency
  ) throws(MonetaryError) -> Money {
    var total = Money.zero(currency)
    for amount in amounts { total = try total.adding(amount) }
    return total
  }

  /// The amount as a number.
  package var decimal: ExactDecimal { ExactDecimal(minorUnits: minorUnits, currency: currency) }

  /// Exactly the currency's digits: `1548.39`, `-5`, `1.250`.
  package var decimalText: String {
    PlainDecimalText.text(minorUnits, fractionDigits: currency.minorUnitDigits)
  }

  /// The UTF-8 of ``decimalText``, without a string.
  package func withDecimalUTF8(_ body: (Span<UInt8>) -> Void) {
    PlainDecimalText.withUTF8(minorUnits, fractionDigits: currency.minorUnitDigits, body)
  }

  /// Amount and code, for messages to people: `1548.39 USD`.
  package var description: String { "\(decimalText) \(currency.code)" }
}
