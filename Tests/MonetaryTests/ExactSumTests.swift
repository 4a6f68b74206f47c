import Monetary
import TestSupport
import Testing

@Suite("Exact sums")
struct ExactSumTests {
  private func decimal(_ text: String) throws -> ExactDecimal {
    try #require(ExactDecimal(wire: text))
  }

  @Test("Only the result is rounded")
  func onceOnly() throws {
    let usd = try #require(Currency(code: "USD"))
    var sum = ExactSum()
    for _ in 0..<10 { try sum.add(decimal("0.0001"), times: decimal("5")) }
    #expect(try sum.rounded(to: usd).decimalText == "0.01")
    try sum.subtract(decimal("0.0000000001"))
    #expect(try sum.rounded(to: usd).decimalText == "0.00")
  }

  @Test("Quantity × price ÷ base quantity + charges − allowances")
  func lineAmount() throws {
    let usd = try #require(Currency(code: "USD"))
    let base = try decimal("3")
    var sum = ExactSum()
    try sum.add(decimal("10"), times: decimal("1"))
    try sum.add(decimal("0.50"), times: base)
    try sum.subtract(decimal("1"), times: base)
    #expect(try sum.rounded(to: usd, dividedBy: base).decimalText == "2.83")
    #expect(try sum.rounded(to: usd, dividedBy: base.negated).decimalText == "-2.83")
    #expect(throws: MonetaryError.divisionByZero) { try sum.rounded(to: usd, dividedBy: 0) }
  }

  @Test("Agrees with arithmetic on paper, or overflows")
  func reference() throws {
    var generator = SeededGenerator(seed: 12)
    let codes = ["JPY", "USD", "KWD", "CLF"]
    for index in 0..<2_000 {
      let currency = try #require(Currency(code: codes[index % codes.count]))
      let left = try generator.decimal()
      let right = try generator.decimal()
      let divisor = try generator.decimal()
      guard !divisor.isZero else { continue }
      var sum = ExactSum()
      try sum.add(left, times: right)
      let digits = currency.minorUnitDigits + Int(divisor.scale)
      let numerator =
        LongNumber(left.coefficient) * LongNumber(right.coefficient) * .powerOfTen(digits)
      let denominator =
        LongNumber(divisor.coefficient) * .powerOfTen(Int(left.scale) + Int(right.scale))
      let expected = numerator.dividedRoundingHalfUp(by: denominator)
      let isNegative = (left.isNegative != right.isNegative) != divisor.isNegative
      do throws(MonetaryError) {
        let result = try sum.rounded(to: currency, dividedBy: divisor)
        #expect("\(result.minorUnits)" == expected.signed(isNegative))
      } catch {
        #expect(error == .overflow)
        #expect(!(expected < .powerOfTen(18 + currency.minorUnitDigits)))
      }
    }
  }

  @Test("The largest products of the wire can be summed twenty thousand times")
  func largest() throws {
    let most = try decimal("999999999999999999.999999999999")
    let usd = try #require(Currency(code: "USD"))
    var sum = ExactSum()
    for _ in 0..<20_000 { try sum.add(most, times: most) }
    for _ in 0..<20_000 { try sum.subtract(most, times: most) }
    #expect(try sum.rounded(to: usd).isZero)
    try sum.add(most, times: most)
    #expect(throws: MonetaryError.overflow) { try sum.rounded(to: usd) }
  }
}
