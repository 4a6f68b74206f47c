import Billing
import HTTP
import Monetary
import Tax
import TestSupport
import TestTaxEngine
import Testing

/// What a tax engine answers to a quote, and what becomes of it.
@Suite("Quotes of a tax engine") struct TaxQuoteTests {
  typealias Rule = TestTaxEngine.Rule

  /// Of one document, while the engine follows the rules.
  private static func answer(
    _ rules: Rule..., to document: TaxDocument? = nil
  ) async throws -> TaxAnswer? {
    try await TestTaxEngine.run { engine in
      try await engine.follow(rules)
      let client = try ClientInTest(to: engine.address).client
      return await client.quote([try document ?? SampleTax.document()]).first
    }
  }

  @Test("A quote has the taxes of each line as the engine gave them")
  func quoted() async throws {
    let document = try SampleTax.document("INV-1", ["100.00", "0.10", "-40.00"])
    guard case .quoted(let quote) = try await Self.answer(to: document) else {
      Issue.record("it was quoted")
      return
    }
    let amounts = quote.taxes(of: document).map { $0.map(\.amount.decimalText) }
    #expect(amounts == [["25.00"], ["0.03"], ["-10.00"]])
    #expect(quote.lines["1"]?.first == (try SampleTax.tax("25.00", document.currency)))
    #expect(try quote.total(in: document.currency).decimalText == "15.03")
  }

  @Test("Many documents are asked about side by side, and answered in their order")
  func manyDocuments() async throws {
    try await TestTaxEngine.run { engine in
      let client = try ClientInTest(to: engine.address).client
      let documents = try (1...100).map {
        try SampleTax.document("INV-\($0)", ["\($0).00"])
      }
      let totals = try await client.quote(documents).map { answer in
        guard case .quoted(let quote) = answer else { return "" }
        return try quote.total(in: documents[0].currency).decimalText
      }
      #expect(
        totals
          == (1...100).map { number in
            "\(number * 25 / 100).\(["00", "25", "50", "75"][number % 4])"
          })
      #expect(await client.quote([]) == [])
    }
  }

  private static func line(_ taxes: String, id: String = "1") -> String {
    #"{"id": "\#(id)", "taxes": [\#(taxes)]}"#
  }

  private static func tax(
    rate: String = #""25""#, amount: String = #""25.00""#, category: String = #""S""#,
    name: String = #""VAT""#
  ) -> String {
    #"{"name": \#(name), "code": "std", "category": \#(category), "rate": \#(rate), "amount": \#(amount)}"#
  }

  @Test(
    "An answer that is unreadable, incomplete, inexact or too precise is invalid, and says where",
    arguments: [
      ("", "JSON"), ("<html>", "JSON"), (#"{"lines": ["#, "JSON"), ("[]", "object"),
      ("{}", "lines"),
      (#"{"lines": []}"#, "line 1"), (#"{"lines": [1]}"#, "lines[0]"),
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
      (#"{"lines": [\#(line(tax(name: "\"a\\nb\"")))]}"#, "control"),
      (#"{"lines": [{"id": "1", "id": "1", "taxes": []}]}"#, "JSON"),
    ])
  func invalid(_ body: String, _ word: String) async throws {
    guard case .invalid(let reason) = try await Self.answer(Rule(body: body)) else {
      Issue.record("it is invalid: \(body)")
      return
    }
    #expect(reason.contains(word), "\(reason)")
  }

  @Test("Amounts beyond the bound in all are invalid")
  func overflow() async throws {
    let most = Self.tax(amount: #""999999999999999999""#)
    let body = #"{"lines": [\#(Self.line(most + "," + most))]}"#
    guard case .invalid(let reason) = try await Self.answer(Rule(body: body)) else {
      Issue.record("it is invalid")
      return
    }
    #expect(reason.contains("more than an amount can be"))
  }

  @Test("An answer of more than 1 MiB is invalid")
  func tooLarge() async throws {
    guard case .invalid = try await Self.answer(Rule(then: .huge)) else {
      Issue.record("it is invalid")
      return
    }
  }

  @Test(
    "A code or a category that the engine does not give is the line's; a tax in JPY has no decimals"
  )
  func defaults() async throws {
    let body = #"{"lines": [{"id": "1", "taxes": [{"name": "T", "rate": "10", "amount": "110"}]}]}"#
    let document = try SampleTax.document("INV-1", ["1100"], currency: "JPY")
    let tax = InvoiceLineTax(
      name: "T", code: "std", category: "S", rate: 10,
      amount: try Known.money("110", document.currency))
    #expect(
      try await Self.answer(Rule(body: body), to: document)
        == .quoted(TaxQuote(lines: ["1": [tax]])))
  }

  @Test("An exempt account is asked about; a tax other than 0 for it is invalid")
  func exempt() async throws {
    let document = try SampleTax.document(isExempt: true)
    #expect(try await Self.answer(to: document) == .quoted(TaxQuote(lines: ["1": []])))
    let zero =
      #"{"lines": [\#(Self.line(Self.tax(rate: #""0""#, amount: #""0""#, category: #""E""#)))]}"#
    guard case .quoted = try await Self.answer(Rule(body: zero), to: document) else {
      Issue.record("0 is no tax")
      return
    }
    let some = #"{"lines": [\#(Self.line(Self.tax(amount: #""0.01""#)))]}"#
    guard case .invalid(let reason) = try await Self.answer(Rule(body: some), to: document) else {
      Issue.record("it is exempt")
      return
    }
    #expect(reason.contains("exempt"))
  }

  @Test(
    "4xx is a refusal with the engine's message, in one line",
    arguments: [
      (#"{"message": "Unknown tax code std."}"#, "Unknown tax code std. (status 422)"),
      ("plain\r\nwords", "plain words (status 422)"), ("", "status 422, without a message"),
      (#"{"error": 1}"#, "status 422, without a message"),
    ])
  func refused(_ body: String, _ message: String) async throws {
    #expect(
      try await Self.answer(Rule(status: 422, body: body)) == .refused(message: message))
  }

  @Test("A message of any length is cut")
  func longMessage() async throws {
    let body = String(repeating: "ä", count: 100_000)
    guard case .refused(let message) = try await Self.answer(Rule(status: 400, body: body)) else {
      Issue.record("it is refused")
      return
    }
    #expect(message.count < 600)
  }
}
