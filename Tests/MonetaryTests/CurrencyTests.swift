import Monetary
import Testing

@Suite("Currencies")
struct CurrencyTests {
  @Test(
    "Minor units of ISO 4217",
    arguments: [
      ("JPY", 0), ("ISK", 0), ("USD", 2), ("EUR", 2), ("HUF", 2), ("ZWG", 2), ("XCG", 2),
      ("KWD", 3), ("TND", 3), ("CLF", 4), ("UYW", 4), ("XOF", 0), ("XCD", 2), ("AED", 2),
    ])
  func listed(code: String, digits: Int) throws {
    let currency = try #require(Currency(code: code))
    #expect(currency.code == code)
    #expect(currency.minorUnitDigits == digits)
  }

  @Test(
    "Unlisted codes, withdrawn ones and those without a minor unit are refused",
    arguments: ["", "US", "usd", "USDX", "XXX", "XAU", "XTS", "DEM", "HRK", "ABC", "U$D", "ÜSD"])
  func unlisted(code: String) {
    #expect(Currency(code: code) == nil)
  }

  @Test("Order is alphabetical")
  func order() throws {
    let codes = ["USD", "AED", "EUR", "ZAR", "AFN"]
    let sorted = codes.compactMap { Currency(code: $0) }.sorted().map(\.code)
    #expect(sorted == codes.sorted())
  }
}
