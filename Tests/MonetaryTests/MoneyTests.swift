import Monetary
import TestSupport
import Testing

@Suite("Money")
struct MoneyTests {
  private func currency(_ code: String) throws -> Currency {
    try #require(Currency(code: code))
  }

  private func money(_ text: String, _ code: String = "USD") throws -> Money {
    let decimal = try #require(ExactDecimal(wire: text))
    return try #require(Money(exactly: decimal, currency: currency(code)))
  }

  @Test(
    "Amounts are written with exactly the currency's digits",
    arguments: [
      ("1548.39", "USD", "1548.39"), ("-5", "JPY", "-5"), ("1.25", "KWD", "1.250"),
      ("0", "USD", "0.00"), ("-0.05", "USD", "-0.05"), ("0.0001", "CLF", "0.0001"),
      ("-999999999999999999.99", "USD", "-999999999999999999.99"),
    ])
  func text(wire: String, code: String, written: String) throws {
    let money = try money(wire, code)
    #expect(money.decimalText == written)
    #expect(money.decimal == ExactDecimal(wire: wire))
    #expect(money.description == "\(written) \(code)")
  }

  @Test("An amount finer than the minor unit or beyond the bound is no amount")
  func inexact() throws {
    for (text, code) in [("0.5", "JPY"), ("1.001", "USD"), ("1.0001", "KWD")] {
      let decimal = try #require(ExactDecimal(wire: text))
      #expect(Money(exactly: decimal, currency: try currency(code)) == nil)
    }
    let bound = try #require(ExactDecimal(coefficient: 1_000_000_000_000_000_000, scale: 0))
    let vast = try #require(ExactDecimal(coefficient: .max, scale: 0))
    for decimal in [bound, bound.negated, vast] {
      #expect(Money(exactly: decimal, currency: try currency("USD")) == nil)
    }
  }

  @Test("Sums at the bound overflow, and currencies do not mix")
  func sums() throws {
    let most = try money("999999999999999999.99")
    #expect(throws: MonetaryError.overflow) { try most.adding(money("0.01")) }
    #expect(throws: MonetaryError.overflow) { try most.negated.subtracting(money("0.01")) }
    #expect(try most.subtracting(most).isZero)
    #expect(throws: MonetaryError.currencyMismatch) { try most.adding(money("1", "EUR")) }
    let parts = [try money("0.10"), try money("-0.30"), try money("7")]
    #expect(try Money.sum(parts, currency: currency("USD")) == money("6.80"))
    #expect(try Money.sum([], currency: currency("USD")).isZero)
    #expect(throws: MonetaryError.currencyMismatch) {
      try Money.sum(parts, currency: currency("EUR"))
    }
  }

  @Test(
    "Rounding is half away from zero",
    arguments: [
      ("0.005", "USD", "0.01"), ("-0.005", "USD", "-0.01"), ("0.0049999", "USD", "0.00"),
      ("-0.0049999", "USD", "0.00"), ("2.5", "JPY", "3"), ("-2.5", "JPY", "-3"),
      ("1.2345", "KWD", "1.235"), ("7", "USD", "7.00"), ("1.995", "USD", "2.00"),
    ])
  func rounding(value: String, code: String, rounded: String) throws {
    let decimal = try #require(ExactDecimal(wire: value))
    #expect(try Money.rounding(decimal, to: currency(code)).decimalText == rounded)
  }

  @Test("Rounding over the bound is an overflow")
  func roundingOverflow() throws {
    let usd = try currency("USD")
    let value = try #require(ExactDecimal(wire: "999999999999999999.995"))
    #expect(throws: MonetaryError.overflow) { try Money.rounding(value, to: usd) }
    let vast = try #require(ExactDecimal(coefficient: .max, scale: 0))
    #expect(throws: MonetaryError.overflow) { try Money.rounding(vast, to: usd) }
  }

  /// The partial periods behind the totals observed on a live organisation (<doc:Schedules#Proration>).
  @Test(
    "Proration by days",
    arguments: [
      ("1500.00", 1, 31, "48.39"), ("1500.00", 1, 28, "53.57"), ("450.00", 1, 365, "1.23"),
      ("1350.00", 200, 366, "737.70"), ("900.00", 289, 365, "712.60"), ("-1500", 1, 31, "-48.39"),
      ("1500.00", 29, 30, "1450.00"), ("0.01", 1, 2, "0.01"), ("-0.01", 1, 2, "-0.01"),
      ("0.01", -1, 2, "-0.01"), ("0.01", 1, -2, "-0.01"), ("5", 0, 31, "0.00"),
    ])
  func proration(amount: String, part: Int, whole: Int, expected: String) throws {
    #expect(try money(amount).prorated(part, of: whole).decimalText == expected)
  }

  @Test("A whole of nothing has no parts")
  func divisionByZero() throws {
    #expect(throws: MonetaryError.divisionByZero) { try money("1").prorated(1, of: 0) }
  }

  @Test("Proration and percentages agree with arithmetic on paper, or overflow")
  func reference() throws {
    var generator = SeededGenerator(seed: 11)
    let codes = ["JPY", "USD", "KWD", "CLF"]
    for index in 0..<3_000 {
      let currency = try currency(codes[index % codes.count])
      let money = try Money(
        minorUnits: generator.integer(digits: 18 + currency.minorUnitDigits), currency: currency)
      let part = Int(truncatingIfNeeded: generator.integer(digits: 18))
      let whole = max(1, Int(truncatingIfNeeded: generator.integer(digits: 18).magnitude))
      let product = LongNumber(money.minorUnits) * LongNumber(part)
      expect(
        product.dividedRoundingHalfUp(by: LongNumber(whole)),
        isNegative: money.isNegative != (part < 0), currency
      ) { () throws(MonetaryError) in try money.prorated(part, of: whole) }

      let percent = try generator.decimal()
      let exact = LongNumber(money.minorUnits) * LongNumber(percent.coefficient)
      expect(
        exact.dividedRoundingHalfUp(by: .powerOfTen(Int(percent.scale) + 2)),
        isNegative: money.isNegative != percent.isNegative, currency
      ) { () throws(MonetaryError) in try money.percentage(percent) }
    }
  }

  private func expect(
    _ magnitude: LongNumber, isNegative: Bool, _ currency: Currency,
    _ calculate: () throws(MonetaryError) -> Money
  ) {
    do throws(MonetaryError) {
      let result = try calculate()
      #expect("\(result.minorUnits)" == magnitude.signed(isNegative))
    } catch {
      #expect(error == .overflow)
      #expect(!(magnitude < .powerOfTen(18 + currency.minorUnitDigits)))
    }
  }
}
