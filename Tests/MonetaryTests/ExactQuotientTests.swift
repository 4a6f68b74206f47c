import Monetary
import Testing

@Suite("Exact quotients")
struct ExactQuotientTests {
  private func money(_ text: String, _ code: String = "USD") throws -> Money {
    let currency = try #require(Currency(code: code))
    let decimal = try #require(ExactDecimal(wire: text))
    return try #require(Money(exactly: decimal, currency: currency))
  }

  private func text(_ amount: Money, _ part: Int128, _ whole: Int128) throws -> String {
    try #require(ExactQuotient(amount, times: part, dividedBy: whole)).text(in: amount.currency)
  }

  @Test("What has an end is written whole, what has none is cut after twelve digits and says so")
  func texts() throws {
    #expect(try text(money("1500.00"), 17, 31) == "822.580645161290…")
    #expect(try text(money("-1500.00"), 17, 31) == "-822.580645161290…")
    #expect(try text(money("27.33"), 1, 2) == "13.665")
    #expect(try text(money("27.32"), 1, 2) == "13.66")
    #expect(try text(money("27.33"), 0, 2) == "0.00")
    #expect(try text(money("100", "JPY"), 1, 3) == "33.333333333333…")
    #expect(try text(money("100", "JPY"), 1, 4) == "25")
    #expect(try text(money("10.000", "KWD"), 1, 4) == "2.500")
    #expect(try text(money("0.01"), -1, -3) == "0.003333333333…")
    #expect(ExactQuotient(try money("1"), times: 1, dividedBy: 0) == nil)
  }

  @Test("A percentage and a quotient round as the amounts do")
  func rounding() throws {
    for (amount, percent) in [("136.66", "20"), ("-0.05", "10"), ("999.99", "8.875")] {
      let base = try money(amount)
      let rate = try #require(ExactDecimal(wire: percent))
      let quotient = ExactQuotient(base, percent: rate)
      #expect(try quotient.rounded(to: base.currency) == base.percentage(rate))
    }
    for days in 1...31 {
      let whole = try money("333.33")
      let quotient = try #require(ExactQuotient(whole, times: Int128(days), dividedBy: 31))
      #expect(try quotient.rounded(to: whole.currency) == whole.prorated(days, of: 31))
    }
    let usd = try #require(Currency(code: "USD"))
    #expect(ExactQuotient(try money("136.66"), percent: 20).text(in: usd) == "27.332")
    #expect(ExactQuotient(try money("136.66"), percent: 20).isExact)
  }

  @Test("A sum is divided before it is rounded, and written with twelve digits at most")
  func sums() throws {
    let usd = try #require(Currency(code: "USD"))
    var sum = ExactSum()
    try sum.add(30, times: 99)
    #expect(try sum.quotient(dividedBy: 7).text(in: usd) == "424.285714285714…")
    #expect(try sum.quotient(dividedBy: -8).text(in: usd) == "-371.25")
    #expect(
      try sum.quotient(dividedBy: 7).rounded(to: usd) == sum.rounded(to: usd, dividedBy: 7))
    #expect(throws: MonetaryError.divisionByZero) { try sum.quotient(dividedBy: 0) }
    #expect(try sum.decimal() == 2970)
    let tiny = try #require(ExactDecimal(wire: "0.0000005"))
    try sum.add(tiny, times: tiny)
    #expect(try sum.decimal().description == "2970")
    try sum.add(tiny, times: ExactDecimal(3_000_000))
    #expect(try sum.decimal().description == "2971.5")
  }

  @Test("Who got the missing units of a split is known")
  func raised() throws {
    let thirds = try Allocation.explainedSplit(money("100.00"), by: [1, 1, 1])
    #expect(thirds.parts.map(\.decimalText) == ["33.34", "33.33", "33.33"])
    #expect(Array(thirds.raised) == [0])
    let exact = try Allocation.explainedSplit(money("100.00"), by: [1, 3])
    #expect(exact.raised.isEmpty)
    let nothing = try Allocation.explainedSplit(money("0.01"), by: [1, -1])
    #expect(nothing.parts.map(\.decimalText) == ["0.01", "0.00"] && nothing.raised.isEmpty)
  }
}
