import Billing
import Monetary
import Tax
import TestSupport
import Testing

/// What of an engine's answer is taken, and why not: pure.
@Suite("Reading a tax engine's answers") struct TaxAnswerReadingTests {
  private static func line(_ taxes: String, id: String = "1") -> String {
    #"{"id": "\#(id)", "taxes": [\#(taxes)]}"#
  }

  private static func tax(
    rate: String = #""25""#, amount: String = #""25.00""#, category: String = #""S""#,
    name: String = #""VAT""#
  ) -> String {
    #"{"name": \#(name), "code": "std", "category": \#(category), "rate": \#(rate), "amount": \#(amount)}"#
  }

  private static func quote(
    _ body: String, for document: TaxDocument
  ) -> Result<TaxQuote, InvalidTaxAnswer> {
    do throws(InvalidTaxAnswer) {
      return .success(try TaxQuote(reading: Array(body.utf8), for: document))
    } catch {
      return .failure(error)
    }
  }

  /// nil where it is read.
  private static func reason(_ body: String, for document: TaxDocument) -> String? {
    if case .failure(let error) = quote(body, for: document) { error.reason } else { nil }
  }

  @Test(
    "An answer that is unreadable, incomplete, inexact or too precise is invalid, and says where",
    arguments: [
      ("", "JSON"), ("<html>", "JSON"), (#"{"lines": ["#, "JSON"), ("[]", "object"),
      ("{}", "lines"), (#"{"lines": []}"#, "line 1"), (#"{"lines": [1]}"#, "lines[0]"),
      (#"{"lines": [{"taxes": []}]}"#, "lines[0].id"),
      (#"{"lines": [{"id": "1"}]}"#, "lines[0].taxes"),
      (#"{"lines": [\#(line("", id: "2"))]}"#, "not asked"),
      (#"{"lines": [\#(line("")), \#(line(""))]}"#, "twice"),
      (#"{"lines": [\#(line("{}"))]}"#, "lines[0].taxes[0].rate"),
      (#"{"lines": [\#(line(tax(amount: "25.00")))]}"#, "lines[0].taxes[0].amount"),
      (#"{"lines": [\#(line(tax(amount: #""25.001""#)))]}"#, "finer than EUR"),
      (#"{"lines": [\#(line(tax(amount: #""1e3""#)))]}"#, "decimal"),
      (#"{"lines": [\#(line(tax(amount: #""NaN""#)))]}"#, "decimal"),
      (#"{"lines": [\#(line(tax(rate: "25")))]}"#, "rate"),
      (#"{"lines": [\#(line(tax(rate: #""-1""#)))]}"#, "negative rate"),
      (#"{"lines": [\#(line(tax(category: #""standard""#)))]}"#, "UNCL5305"),
      (#"{"lines": [\#(line(tax(name: "null")))]}"#, "name"),
      (#"{"lines": [\#(line(tax(name: #""a\nb""#)))]}"#, "control"),
      (#"{"lines": [{"id": "1", "id": "1", "taxes": []}]}"#, "JSON"),
    ])
  func invalid(_ body: String, _ word: String) throws {
    let reason = Self.reason(body, for: try SampleTax.document())
    #expect(reason?.contains(word) == true, "\(reason ?? "it was read"): \(body)")
  }

  @Test("Amounts beyond the bound in all are invalid")
  func overflow() throws {
    let most = Self.tax(amount: #""999999999999999999""#)
    let body = #"{"lines": [\#(Self.line(most + "," + most))]}"#
    let reason = Self.reason(body, for: try SampleTax.document())
    #expect(reason == "sums to more than an amount can be")
  }

  @Test("Two lines of one id cannot be told apart")
  func equalIds() throws {
    let document = try SampleTax.document()
    let twice = TaxDocument(
      documentId: "INV-1", kind: .final, currency: document.currency, date: document.date,
      isExempt: false, shipTo: document.shipTo, lines: document.lines + document.lines)
    let reason = Self.reason(#"{"lines": [\#(Self.line(""))]}"#, for: twice)
    #expect(reason?.contains("two lines") == true)
  }

  @Test("A code or category that is not given is the line's; a tax in JPY has no decimals")
  func defaults() throws {
    let body = #"{"lines": [{"id": "1", "taxes": [{"name": "T", "rate": "10", "amount": "110"}]}]}"#
    let document = try SampleTax.document("INV-1", ["1100"], currency: "JPY")
    let tax = InvoiceLineTax(
      name: "T", code: "std", category: "S", rate: 10,
      amount: try Known.money("110", document.currency))
    #expect(Self.quote(body, for: document) == .success(TaxQuote(lines: ["1": [tax]])))
    let half = body.replacing(#""110""#, with: #""110.5""#)
    #expect(Self.reason(half, for: document)?.contains("finer than JPY") == true)
  }

  @Test("For an exempt account 0 is no tax, and anything else is invalid")
  func exempt() throws {
    let document = try SampleTax.document(isExempt: true)
    let zero = Self.tax(rate: #""0""#, amount: #""0""#, category: #""E""#)
    #expect(Self.reason(#"{"lines": [\#(Self.line(zero))]}"#, for: document) == nil)
    for amount in ["0.01", "-0.01"] {
      let some = Self.tax(amount: "\"\(amount)\"")
      let reason = Self.reason(#"{"lines": [\#(Self.line(some))]}"#, for: document)
      #expect(reason?.contains("exempt") == true)
    }
  }

  @Test("Whatever bytes an engine answers, they are read or refused", arguments: 1...20)
  func anything(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let document = try SampleTax.document("INV-1", ["100.00", "-3.21"])
    let whole = Array(
      #"{"lines": [\#(Self.line(Self.tax())), \#(Self.line(Self.tax(), id: "2"))]}"#.utf8)
    for _ in 1...500 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0...2, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: place)
        default: bytes.insert(bytes[bytes.count - 1 - place], at: place)
        }
      }
      guard let quote = try? TaxQuote(reading: bytes, for: document) else { continue }
      #expect(Set(quote.lines.keys) == ["1", "2"])
      #expect((try? quote.total(in: document.currency)) != nil)
    }
  }

  @Test(
    "A refusal's message is one line, and short",
    arguments: [
      (#"{"message": "Unknown tax code std."}"#, "Unknown tax code std. (status 422)"),
      ("plain\r\nwords", "plain words (status 422)"), ("", "status 422, without a message"),
      (#"{"error": 1}"#, "status 422, without a message"),
      (#"{"message": " \n "}"#, "status 422, without a message"),
    ])
  func refusal(_ body: String, _ message: String) {
    #expect(TaxRefusal(status: 422, body: Array(body.utf8)).message == message)
  }

  @Test("A message of any length is cut, and bytes that are no text do no harm")
  func longMessage() {
    let long = TaxRefusal(status: 400, body: Array(String(repeating: "ä", count: 100_000).utf8))
    #expect(long.message.count < 600)
    #expect(long.message.hasSuffix("… (status 400)"))
    #expect(!TaxRefusal(status: 400, body: [0xFF, 0x00, 0xC3]).message.isEmpty)
  }
}
