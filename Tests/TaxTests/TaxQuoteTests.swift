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

  @Test("An answer that cannot be used is invalid, one of more than 1 MiB too")
  func invalid() async throws {
    for rule in [
      Rule(body: "<html>"), Rule(body: #"{"lines": []}"#), Rule(then: .huge),
      Rule(then: .endlessHeader),
    ] {
      guard case .invalid(let reason) = try await Self.answer(rule) else {
        Issue.record("it is invalid")
        continue
      }
      #expect(!reason.isEmpty)
    }
  }

  @Test("An exempt account is asked about; a tax other than 0 for it is invalid")
  func exempt() async throws {
    let document = try SampleTax.document(isExempt: true)
    #expect(try await Self.answer(to: document) == .quoted(TaxQuote(lines: ["1": []])))
    let body =
      #"{"lines": [{"id": "1", "taxes": [{"name": "T", "rate": "25", "amount": "0.01"}]}]}"#
    guard case .invalid(let reason) = try await Self.answer(Rule(body: body), to: document) else {
      Issue.record("it is exempt")
      return
    }
    #expect(reason.contains("exempt"))
  }

  @Test("4xx is a refusal with the engine's message")
  func refused() async throws {
    let rule = Rule(status: 422, body: #"{"message": "Unknown tax code std."}"#)
    #expect(
      try await Self.answer(rule) == .refused(message: "Unknown tax code std. (status 422)"))
  }
}
