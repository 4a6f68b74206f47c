import CivilTime
import Monetary
import Testing

@testable import Billing

/// <doc:Tax#An-engine-over-HTTP>: what an engine is asked about a document, and what its answer makes of it.
@Suite("Tax engine: a document and its answer")
struct QuotedTaxEngineTests {
  private let eur: Currency
  private let oslo = Address(
    street: "Main 1", city: "Oslo", postalCode: "0150", state: nil, country: "NO")
  private let bergen = Address(
    street: "Quay 2", city: "Bergen", postalCode: "5003", state: nil, country: "NO")
  private let taxable = TaxTreatment(id: "std", name: "VAT", isTaxable: true, taxCode: "VAT")
  private let untaxed = TaxTreatment(id: "zero", name: "None", isTaxable: false)

  init() throws { eur = try #require(Currency(code: "EUR")) }

  private func money(_ amount: ExactDecimal) throws -> Money {
    try #require(Money(exactly: amount, currency: eur))
  }

  private func document(
    _ lines: [TaxableDocument.Line], _ kind: TaxDocument.Kind = .estimate,
    isCredit: Bool = false, isExempt: Bool = false
  ) -> TaxableDocument {
    TaxableDocument(
      id: "I-1", kind: kind, isCredit: isCredit, currency: eur, invoiceDate: "2026-11-20",
      address: oslo, isTaxExempt: isExempt, lines: lines)
  }

  private func taxes(
    on document: TaxableDocument, _ answer: (TaxDocument) -> TaxAnswer, falls: Bool = false,
    facts: WorkingSet = WorkingSet()
  ) throws -> DocumentTaxes {
    let asked = try #require(TaxDocument(asking: document))
    return try QuotedTaxEngine(answers: [asked: answer(asked)], estimatesWhileAway: falls)
      .taxes(on: document, facts: facts)
  }

  @Test(
    "Only lines that may be taxed are told, by their places, with a place of their own where it is another"
  )
  func whatIsAsked() throws {
    let document = document([
      TaxableDocument.Line(number: 1, amount: try money(100), treatment: untaxed),
      TaxableDocument.Line(number: 2, amount: try money(20), treatment: taxable, address: oslo),
      TaxableDocument.Line(number: 3, amount: try money(3), treatment: nil),
      TaxableDocument.Line(
        number: 4, amount: try money(-4), treatment: nil,
        stated: TaxKey(category: "AA", percent: 7), address: bergen),
    ])
    let asked = try #require(TaxDocument(asking: document))
    #expect(asked.text == "Estimate, 2: 20.00 VAT S, 4: -4.00 - AA")
    #expect(asked.documentId == "I-1")
    #expect(asked.date == "2026-11-20")
    #expect(!asked.isExempt)
    #expect(asked.shipTo == oslo)
    #expect(asked.lines.map(\.address) == [nil, bergen])
    let taxes = try taxes(on: document, TaxService.vat(10))
    #expect(taxes.lines.map { $0.map(\.amount.decimalText) } == [[], ["2.00"], [], ["-0.40"]])
    guard case .quoted(let taxed) = taxes.source else {
      Issue.record("\(taxes.source)")
      return
    }
    #expect(taxed.document == asked)
    #expect(taxed.total.decimalText == "1.60")
  }

  @Test("A document with nothing taxable is never asked about")
  func nothingTaxable() throws {
    let document = document([
      TaxableDocument.Line(number: 1, amount: try money(100), treatment: untaxed),
      TaxableDocument.Line(number: 2, amount: try money(100), treatment: nil),
    ])
    #expect(TaxDocument(asking: document) == nil)
    let taxes = try QuotedTaxEngine().taxes(on: document, facts: WorkingSet())
    #expect(taxes == DocumentTaxes(lines: [[], []], source: .here))
  }

  @Test("An exempt account is asked about, with a mark")
  func exempt() throws {
    let document = document(
      [TaxableDocument.Line(number: 1, amount: try money(100), treatment: taxable)],
      isExempt: true)
    let asked = try #require(TaxDocument(asking: document))
    #expect(asked.isExempt)
    #expect(try taxes(on: document, TaxService.vat(25)).lines == [[]])
  }

  @Test("What is credited is negative for the engine, and has no sign on the document")
  func credit() throws {
    let document = document(
      [TaxableDocument.Line(number: 1, amount: try money(100), treatment: taxable)], .final,
      isCredit: true)
    #expect(TaxDocument(asking: document)?.text == "Final, 1: -100.00 VAT S")
    let taxes = try taxes(on: document, TaxService.vat(25))
    #expect(taxes.lines.map { $0.map(\.amount.decimalText) } == [["25.00"]])
    guard case .quoted(let taxed) = taxes.source else { return }
    #expect(taxed.total.decimalText == "-25.00")
  }

  @Test("Without an answer the document is named, and its lines have no tax")
  func unquoted() throws {
    let document = document([
      TaxableDocument.Line(number: 1, amount: try money(100), treatment: taxable)
    ])
    let taxes = try QuotedTaxEngine().taxes(on: document, facts: WorkingSet())
    #expect(taxes.lines == [[]])
    #expect(taxes.source == .unquoted(try #require(TaxDocument(asking: document))))
  }

  @Test("A refusal and an answer of no use fail the document as a whole, with the reason")
  func failures() throws {
    let document = document([
      TaxableDocument.Line(number: 1, amount: try money(100), treatment: nil),
      TaxableDocument.Line(number: 2, amount: try money(100), treatment: taxable),
    ])
    for (answer, code, words): (TaxAnswer, ErrorCode, String) in [
      (.refused(message: "no such address"), .taxEngineRefused, "no such address"),
      (.invalid(reason: "does not have line 2"), .taxEngineInvalid, "does not have line 2"),
    ] {
      let failure = try #require(throws: TaxFailure.self) {
        try taxes(on: document, { _ in answer })
      }
      #expect(failure.isOfDocument)
      #expect(failure.lines.map(\.index) == [1])
      #expect(failure.lines.map(\.code) == [code])
      #expect(failure.lines[0].message.contains(words))
    }
  }

  @Test(
    "An engine that is away: the rate table estimates where that is asked for, never a final tax")
  func away() throws {
    var facts = WorkingSet()
    facts.insert(
      .taxRate(
        TaxRate(
          id: "no", country: "NO", taxCode: "VAT", name: "VAT", percent: 25,
          effectiveFrom: "2020-01-01")))
    let line = TaxableDocument.Line(number: 1, amount: try money(100), treatment: taxable)
    let away = DocumentTaxes.Source.away(reason: "it answers 503")
    func source(
      _ kind: TaxDocument.Kind, falls: Bool, _ facts: WorkingSet
    ) throws -> DocumentTaxes {
      try taxes(on: document([line], kind), TaxService.away, falls: falls, facts: facts)
    }
    #expect(try source(.estimate, falls: false, facts) == DocumentTaxes(lines: [[]], source: away))
    let estimated = try source(.estimate, falls: true, facts)
    #expect(estimated.source == .fallback(reason: "it answers 503"))
    #expect(estimated.lines.map { $0.map(\.amount.decimalText) } == [["25.00"]])
    #expect(try source(.final, falls: true, facts).source == away)
    // That the table has no rate says nothing against the document: the engine may have one.
    #expect(try source(.estimate, falls: true, WorkingSet()).source == away)
  }
}
