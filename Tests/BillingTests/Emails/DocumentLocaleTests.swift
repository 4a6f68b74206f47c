import CivilTime
import Monetary
import Testing

@testable import Billing

@Suite("Numbers and dates by locale") struct DocumentLocaleTests {
  private func money(_ text: String, _ code: String) throws -> Money {
    let currency = try #require(Currency(code: code))
    let decimal = try #require(ExactDecimal(wire: text))
    return try #require(Money(exactly: decimal, currency: currency))
  }

  @Test(
    "Amounts have the currency's digits and the locale's separators",
    arguments: [
      (nil, "1,234,567.80"), ("en-GB", "1,234,567.80"), ("de", "1.234.567,80"),
      ("de-AT", "1\u{A0}234\u{A0}567,80"), ("de-CH", "1’234’567.80"),
      ("fr", "1\u{202F}234\u{202F}567,80"), ("fr-CH", "1’234’567.80"), ("es", "1.234.567,80"),
      ("es-MX", "1,234,567.80"), ("it", "1.234.567,80"), ("nl", "1.234.567,80"),
      ("nb-NO", "1\u{A0}234\u{A0}567,80"), ("nn", "1\u{A0}234\u{A0}567,80"),
      ("sv", "1\u{A0}234\u{A0}567,80"), ("da", "1.234.567,80"), ("pt-BR", "1.234.567,80"),
      ("xx-YY", "1,234,567.80"), ("", "1,234,567.80"),
    ] as [(String?, String)])
  func amounts(tag: String?, text: String) throws {
    #expect(DocumentLocale(tag).text(try money("1234567.8", "EUR")) == text)
  }

  @Test("Few digits, negative ones, none and three after the point")
  func edges() throws {
    let german = DocumentLocale("de-DE")
    #expect(german.text(try money("-0.05", "EUR")) == "-0,05")
    #expect(german.text(try money("999.99", "EUR")) == "999,99")
    #expect(german.text(try money("-1000", "JPY")) == "-1.000")
    #expect(german.text(try money("1000.125", "KWD")) == "1.000,125")
    #expect(DocumentLocale("es").text(try money("1234.5", "EUR")) == "1234,50")
    #expect(DocumentLocale("pl").text(try money("12345", "PLN")) == "12\u{A0}345,00")
    #expect(german.textWithCurrency(try money("1", "EUR")) == "1,00\u{A0}EUR")
    let largest = try money("999999999999999999.99", "EUR")
    #expect(DocumentLocale(nil).text(largest) == "999,999,999,999,999,999.99")
  }

  @Test("A quantity has the digits that it has, a price those of its currency at least")
  func decimals() throws {
    let english = DocumentLocale("en")
    #expect(english.text(1500 as ExactDecimal) == "1,500")
    #expect(english.text(try #require(ExactDecimal(wire: "1.50"))) == "1.5")
    #expect(english.text(9 as ExactDecimal, atLeast: 2) == "9.00")
    #expect(english.text(try #require(ExactDecimal(wire: "9.5")), atLeast: 2) == "9.50")
    #expect(
      DocumentLocale("de").text(try #require(ExactDecimal(wire: "1000.0125")), atLeast: 2)
        == "1.000,0125")
    #expect(english.text(9 as ExactDecimal, atLeast: 0) == "9")
  }

  @Test(
    "Dates as people of the locale write them",
    arguments: [
      (nil, "Feb 3, 2026"), ("en-US", "Feb 3, 2026"), ("en-IE", "3 Feb 2026"),
      ("de", "03.02.2026"), ("fi", "3.2.2026"), ("fr", "03/02/2026"), ("fr-CA", "2026-02-03"),
      ("fr-CH", "03.02.2026"), ("es-MX", "03/02/2026"), ("nl", "03-02-2026"),
      ("sv-SE", "2026-02-03"), ("no", "03.02.2026"), ("da", "03.02.2026"),
      ("pt", "03/02/2026"), ("pl", "03.02.2026"),
    ] as [(String?, String)])
  func dates(tag: String?, text: String) {
    #expect(DocumentLocale(tag).text("2026-02-03" as CivilDate) == text)
  }

  @Test("The tag says language and region, of whatever else it says nothing")
  func tags() {
    #expect(DocumentLocale("de_ch").tag == "de-CH")
    #expect(DocumentLocale("zh-Hant-TW").tag == "en-TW")
    #expect(DocumentLocale("no").tag == "nb")
    #expect(DocumentLocale(nil).tag == "en")
  }
}
