/// A quotient before it is rounded, for people who want to see what was rounded.
package struct ExactQuotient: Hashable, Sendable {
  private let numerator: Int256
  private let scale: Int
  private let divisor: Int128

  /// `numerator` ÷ 10^`scale` ÷ `divisor`, which is positive.
  init(_ numerator: Int256, _ scale: Int, _ divisor: Int128) {
    self.numerator = numerator
    self.scale = scale
    self.divisor = divisor
  }

  /// `amount` × `part` ÷ `whole`, which is not zero: a share by days or by weight.
  package init?(_ amount: Money, times part: Int128, dividedBy whole: Int128) {
    guard whole != 0, whole != .min else { return nil }
    let product = Int256(product: amount.minorUnits, part)
    self.init(
      whole < 0 ? product.negated : product, amount.currency.minorUnitDigits, abs(whole))
  }

  /// `amount` × `percent` ÷ 100.
  package init(_ amount: Money, percent: ExactDecimal) {
    self.init(
      Int256(product: amount.minorUnits, percent.coefficient),
      amount.currency.minorUnitDigits + Int(percent.scale) + 2, 1)
  }

  /// Rounded once, half away from zero.
  package func rounded(to currency: Currency) throws(MonetaryError) -> Money {
    let excess = scale - currency.minorUnitDigits
    let scaled =
      excess < 0 ? try numerator.multiplied(by: PowersOfTen.value(-excess)) : numerator
    let units = try scaled.roundedQuotient(by: PowersOfTen.value(max(0, excess)), divisor)
    return try Money(minorUnits: units.narrowed(), currency: currency)
  }

  /// How many digits after the point are written of a number that has more.
  private static let digits = 12

  /// Whether twelve digits after the point are all there are.
  package var isExact: Bool { cut?.isExact ?? false }

  /// Plain digits, at least those of the currency, at most twelve after the point; cut and not rounded, with `…` where
  /// there are more.
  package func text(in currency: Currency) -> String {
    guard let cut else { return "beyond 18 digits before the point" }
    var text = PlainDecimalText.text(cut.value, fractionDigits: Self.digits)
    guard cut.isExact else { return text + "…" }
    var extra = Self.digits - currency.minorUnitDigits
    while extra > 0, text.last == "0" {
      text.removeLast()
      extra -= 1
    }
    if text.last == "." { text.removeLast() }
    return text
  }

  /// Towards zero, in units of 10^−12; nil beyond 128 bits.
  private var cut: (value: Int128, isExact: Bool)? {
    let magnitude = numerator.isNegative ? numerator.negated : numerator
    let missing = Self.digits - scale
    do throws(MonetaryError) {
      var dividend = magnitude
      var isExact = true
      if missing > 0 { dividend = try dividend.multiplied(by: PowersOfTen.value(missing)) }
      if missing < 0 {
        let (quotient, rest) = dividend.flooredQuotient(by: PowersOfTen.value(-missing))
        dividend = quotient
        isExact = rest == 0
      }
      let (quotient, rest) = dividend.flooredQuotient(by: divisor)
      let value = try quotient.narrowed()
      return (numerator.isNegative ? -value : value, isExact && rest == 0)
    } catch {
      return nil
    }
  }
}
