import CivilTime
import Monetary
import Testing

@testable import Billing

/// <doc:Lifecycle#Credit-memos>.
@Suite("Create credit memos")
struct CreateCreditMemoTests {
  private typealias Line = CreateCreditMemo.Line

  private func request(
    _ lines: [Line], date: CivilDate = "2026-11-20", entity: LegalEntity.ID? = nil,
    identifier: String? = nil, applications: [RequestedApplication] = []
  ) throws -> CreateCreditMemo {
    CreateCreditMemo(
      accountId: "A", currency: try #require(Currency(code: "EUR")), creditDate: date,
      legalEntityId: entity, reasonCode: "GOODWILL", description: "sorry",
      uniqueIdentifier: identifier, lines: lines, applications: applications)
  }

  private func line(
    _ amount: ExactDecimal, of invoice: Invoice.ID = "I", _ name: String? = nil,
    tax strategy: CreditMemoLine.TaxStrategy? = nil, _ tax: ExactDecimal? = nil
  ) -> Line {
    Line(
      name: "Credit", amount: amount,
      invoiceLine: .init(invoiceId: invoice, invoiceLineId: name ?? "\(invoice)-1"),
      taxStrategy: strategy, taxAmount: tax)
  }

  private func free(
    _ amount: ExactDecimal, treatment: TaxTreatment.ID? = nil,
    tax strategy: CreditMemoLine.TaxStrategy? = nil, _ tax: ExactDecimal? = nil
  ) -> Line {
    Line(
      name: "Goodwill", amount: amount, taxTreatmentId: treatment, taxStrategy: strategy,
      taxAmount: tax)
  }

  // MARK: Lines of invoices

  @Test(
    "E12: a third of a line three times: the copied taxes are 6.67, 6.66, 6.67 and sum to 20.00")
  func parts() throws {
    var world = try CreditWorld()
    try world.post("I", [("99.99", "20.00")]) { $0.legalEntityId = "LE" }
    var amounts: [[String]] = []
    for _ in 0..<3 {
      let decision = world.handle(try request([line("33.33")]))
      #expect(decision.outcome == .succeeded)
      amounts.append(try decision.memo.amounts)
    }
    #expect(amounts == [["33.33 6.67"], ["33.33 6.66"], ["33.33 6.67"]])
    let memo = try #require(world.facts.ledger.creditMemos.values.first)
    #expect(memo.sourceAction == .invoiceLines)
    #expect(memo.invoiceId == "I")
    #expect(memo.legalEntityId == "LE")
    #expect(memo.lines.first?.taxStrategy == .copyFromInvoiceLine)
    // Crediting lines settles nothing by itself.
    #expect(try world.balance("I") == "119.99")
    #expect(try world.invoice("I").version == 1)
  }

  @Test("E12: the same within one memo, and in parts of any size")
  func partsOfOneMemo() throws {
    var world = try CreditWorld()
    try world.post("I", [("99.99", "20.00")])
    let memo = try world.handle(
      try request([line("0.01"), line("66.65"), line("33.33")])
    ).memo
    #expect(memo.amounts == ["0.01 0.00", "66.65 13.33", "33.33 6.67"])
    #expect(memo.totalAmountWithTax.decimalText == "119.99")
  }

  @Test("E13: more than is left of a line is refused, and what is left is said")
  func excess() throws {
    var world = try CreditWorld()
    try world.post("I", [("99.99", "20.00")])
    for _ in 0..<2 { _ = world.handle(try request([line("33.33")])) }
    let refused = world.handle(try request([line("33.34")]))
    #expect(refused.outcome == .failed)
    #expect(refused.sourcedRefusals == ["CREDIT_EXCEEDS_LINE /creditMemo/lines/0/amount I"])
    #expect(refused.errors.first?.message.contains("33.33 EUR is left") == true)
    #expect(refused.effects.isEmpty)
    #expect(refused.errorLogs.map(\.category) == [.creditMemo])
    #expect(refused.errorLogs.map(\.primaryRecord) == [RecordReference(type: .account, id: "A")])
    // Lines of one memo count together, a voided memo no longer.
    let together = world.handle(try request([line("33.33"), line("0.01")]))
    #expect(together.sourcedRefusals == ["CREDIT_EXCEEDS_LINE /creditMemo/lines/1/amount I"])
    let last = try world.handle(try request([line("33.33")])).memo
    #expect(world.handle(VoidCreditMemo(creditMemoId: last.id)).outcome == .succeeded)
    #expect(try world.handle(try request([line("33.33")])).memo.amounts == ["33.33 6.67"])
  }

  @Test(
    "Copying counts what was copied only; the tax credited in all is never more than the line's")
  func taxOfOtherStrategies() throws {
    var world = try CreditWorld()
    try world.post("I", [(100, 25)])
    // Without tax: the copy of the rest is in proportion to what was copied, not to what was credited.
    #expect(
      try world.handle(try request([line(50, tax: .ignore)])).memo.amounts == ["50.00"])
    #expect(try world.handle(try request([line(50)])).memo.amounts == ["50.00 12.50"])
    try world.post("J", [(100, 25)])
    #expect(
      try world.handle(try request([line(50, of: "J", tax: .manualOverride, 20)])).memo.amounts
        == ["50.00 20.00"])
    let refused = world.handle(try request([line(50, of: "J")]))
    #expect(refused.sourcedRefusals == ["CREDIT_EXCEEDS_LINE /creditMemo/lines/0 J"])
    #expect(refused.errors.first?.message.contains("5.00 EUR is left") == true)
    let given = world.handle(try request([line(50, of: "J", tax: .manualOverride, 5)]))
    #expect(try given.memo.amounts == ["50.00 5.00"])
    try world.post("K", [(100, 25)])
    #expect(
      world.handle(try request([line(10, of: "K", tax: .manualOverride, "25.01")])).sourcedRefusals
        == ["CREDIT_EXCEEDS_LINE /creditMemo/lines/0 K"])
    try world.post("L", [(100, nil)])
    #expect(
      world.handle(try request([line(10, of: "L", tax: .manualOverride, 1)])).sourcedRefusals
        == ["CREDIT_EXCEEDS_LINE /creditMemo/lines/0 L"])
  }

  @Test("Each tax of a line is copied in proportion, and a tax given is spread over them")
  func severalTaxes() throws {
    var world = try CreditWorld()
    let amounts = [try world.money(5), try world.money(10)]
    try world.post("I", [(100, nil)]) {
      $0.lines[0].taxes = zip(["STATE", "CITY"], amounts).map {
        InvoiceLineTax(name: $0, code: $0, category: "S", rate: 5, amount: $1)
      }
    }
    let memo = try world.handle(try request([line("33.33")])).memo
    #expect(memo.amounts == ["33.33 1.67 3.33"])
    #expect(memo.lines[0].taxes.map(\.code) == ["STATE", "CITY"])
    let given = try world.handle(try request([line(10, tax: .manualOverride, "0.10")])).memo
    #expect(given.amounts == ["10.00 0.03 0.07"])
    let rest = try world.handle(try request([line("33.33")])).memo
    #expect(rest.amounts == ["33.33 1.66 3.34"])
  }

  @Test(
    "Calculate of an invoice's line takes what decided its tax there, at the rate on the credit date"
  )
  func calculatedOfLine() throws {
    var world = try CreditWorld()
    try world.post("I", [(100, 25)]) {
      $0.lines[0].ingested = IngestedLineDetails(taxTreatmentId: "std")
      $0.ingested = IngestedDetails(
        documentType: .invoice, uniqueIdentifier: nil, referenceEntity: nil,
        prepaidAmount: .zero($0.currency), payableRounding: .zero($0.currency))
    }
    world.facts.insert(
      .taxRate(
        TaxRate(
          id: "no", country: "NO", taxCode: "VAT", name: "VAT", percent: 20,
          effectiveFrom: "2020-01-01")))
    let memo = try world.handle(try request([line(50, tax: .calculate)])).memo
    #expect(memo.amounts == ["50.00 10.00"])
    #expect(memo.lines[0].taxTreatmentId == "std")
  }

  @Test("The invoice is posted, of the account and the currency; its line exists and is positive")
  func invoiceLines() throws {
    var world = try CreditWorld()
    try world.post("D", [(1, nil)]) { $0.status = .draft }
    try world.post("V", [(1, nil)]) { $0.status = .voided }
    try world.post("B", [(1, nil)]) { $0.accountId = "B" }
    try world.post("I", [(1, nil), (-1, nil)])
    try world.postCreditNote("N", [(1, nil)])
    let decision = world.handle(
      try request([
        line(1, of: "none"), line(1, of: "D"), line(1, of: "V"), line(1, of: "B"), line(1, of: "N"),
        line(1, "I-9"), line(1, "I-2"), line("1.001"), line(1),
      ]))
    #expect(
      decision.sourcedRefusals == [
        "INVOICE_NOT_FOUND /creditMemo/lines/0/invoiceId none",
        "INVOICE_NOT_POSTED /creditMemo/lines/1/invoiceId D",
        "INVOICE_NOT_POSTED /creditMemo/lines/2/invoiceId V",
        "RECORD_ACCOUNT_MISMATCH /creditMemo/lines/3/invoiceId B",
        "REQUEST_INVALID /creditMemo/lines/4/invoiceId N",
        "RECORD_REFERENCE_NOT_FOUND /creditMemo/lines/5/invoiceLineId I",
        "CREDIT_EXCEEDS_LINE /creditMemo/lines/6/amount I",
        "AMOUNT_NOT_EXACT /creditMemo/lines/7/amount -",
      ])
    #expect(decision.outcome == .failed)
    #expect(decision.effects.isEmpty)
    var dollars = CreateCreditMemo(
      accountId: "A", currency: try #require(Currency(code: "USD")), creditDate: "2026-11-20",
      lines: [line(1)])
    #expect(
      world.handle(dollars).sourcedRefusals == ["CURRENCY_MISMATCH /creditMemo/lines/0/invoiceId I"]
    )
    dollars = CreateCreditMemo(
      accountId: "A", currency: try #require(Currency(code: "USD")), creditDate: "2026-11-20",
      lines: [free(1)])
    #expect(world.handle(dollars).outcome == .succeeded)
  }

  // MARK: Legal entity

  @Test("The memo is of the invoice's legal entity; those of several are refused")
  func legalEntity() throws {
    var world = try CreditWorld()
    let address = try #require(world.facts.accounts["A"]).billingAddress
    for id in ["L1", "L2"] as [LegalEntity.ID] {
      world.facts.insert(
        .legalEntity(LegalEntity(id: id, name: id.text, address: address, isDefault: id == "L2")))
    }
    try world.post("I", [(10, nil)]) { $0.legalEntityId = "L1" }
    try world.post("J", [(10, nil)]) { $0.legalEntityId = "L2" }
    try world.post("K", [(10, nil)])
    #expect(
      world.handle(try request([line(1), line(1, of: "J"), line(1, of: "K")])).sourcedRefusals == [
        "REQUEST_INVALID /creditMemo/lines/1/invoiceId J",
        "REQUEST_INVALID /creditMemo/lines/2/invoiceId K",
      ])
    #expect(
      world.handle(try request([line(1)], entity: "L2")).sourcedRefusals
        == ["REQUEST_INVALID /creditMemo/legalEntityId I"])
    #expect(
      world.handle(try request([free(1)], entity: "L3")).sourcedRefusals
        == ["RECORD_REFERENCE_NOT_FOUND /creditMemo/legalEntityId L3"])
    #expect(
      try world.handle(try request([line(1), free(1)], entity: "L1")).memo.legalEntityId == "L1")
    #expect(try world.handle(try request([line(1, of: "K")])).memo.legalEntityId == nil)
    // Stand-alone: given, else the account's, else the default one.
    #expect(try world.handle(try request([free(1)], entity: "L1")).memo.legalEntityId == "L1")
    #expect(try world.handle(try request([free(1)])).memo.legalEntityId == "L2")
    var account = try #require(world.facts.accounts["A"])
    account.legalEntityId = "L1"
    world.facts.insert(.account(account))
    #expect(try world.handle(try request([free(1)])).memo.legalEntityId == "L1")
  }

  @Test("Lines of several invoices of one entity make one memo, of no single invoice")
  func severalInvoices() throws {
    var world = try CreditWorld()
    try world.post("I", [(10, nil)])
    try world.post("J", [(10, nil)])
    let memo = try world.handle(try request([line(1), line(1, of: "J")])).memo
    #expect(memo.invoiceId == nil)
    #expect(memo.sourceAction == .invoiceLines)
    #expect(
      world.handle(try request([line(10, of: "J")])).errors.map(\.code) == [.creditExceedsLine])
  }

  // MARK: Stand-alone

  @Test(
    "A stand-alone memo is taxed by treatment, address and credit date, rounded once on the memo")
  func standAlone() throws {
    var world = try CreditWorld()
    let memo = try world.handle(
      try request(
        [
          free("0.10", treatment: "std"), free("0.10", treatment: "std"),
          free(10, treatment: "std", tax: .ignore),
          free(40, treatment: "std", tax: .manualOverride, 9),
          free(7),
        ], date: "2026-12-24")
    ).memo
    #expect(memo.amounts == ["0.10 0.03", "0.10 0.02", "10.00", "40.00 9.00", "7.00"])
    #expect(memo.lines[3].taxes.first?.rate == "22.5")
    #expect(memo.lines[3].taxes.first?.code == "VAT")
    #expect(
      memo.lines.map(\.taxStrategy) == [
        .calculate, .calculate, .ignore, .manualOverride, .calculate,
      ])
    #expect(memo.sourceAction == .standalone)
    #expect(memo.invoiceId == nil)
    #expect(memo.creditDate == "2026-12-24")
    #expect(memo.bookDate == CreditWorld.today)
    #expect(memo.totalAmountWithTax.decimalText == "66.25")
    #expect(memo.balance.decimalText == "66.25")
    #expect(memo.reasonCode == "GOODWILL")
    #expect(memo.description == "sorry")
    #expect(try world.accountBalance == "-66.25")
  }

  @Test("Tax that cannot be found, a treatment or an account that does not exist")
  func refusals() throws {
    var world = try CreditWorld()
    #expect(
      world.handle(try request([free(1, treatment: "none")])).sourcedRefusals
        == ["RECORD_REFERENCE_NOT_FOUND /creditMemo/lines/0/taxTreatmentId none"])
    #expect(
      world.handle(
        try request([free(1), free(1, treatment: "std")], date: "2019-12-31")
      ).sourcedRefusals == ["TAX_RATE_NOT_FOUND /creditMemo/lines/1 -"])
    #expect(
      world.handle(try request([free(1, tax: .copyFromInvoiceLine)])).sourcedRefusals
        == ["REQUEST_INVALID /creditMemo/lines/0/tax/strategy -"])
    #expect(
      world.handle(try request([free(1, tax: .manualOverride)])).sourcedRefusals
        == ["REQUEST_INVALID /creditMemo/lines/0/tax/amount -"])
    let unknown = world.handle(
      CreateCreditMemo(
        accountId: "none", currency: world.currency, creditDate: "2026-11-20", lines: [free(1)]))
    #expect(unknown.sourcedRefusals == ["ACCOUNT_NOT_FOUND /creditMemo/accountId none"])
    #expect(unknown.errorLogs.map(\.primaryRecord) == [RecordReference(type: .account, id: "none")])
    let most: ExactDecimal = "999999999999999999"
    #expect(
      world.handle(try request([free(most), free(most)])).sourcedRefusals
        == ["AMOUNT_OVERFLOW /creditMemo/lines -"])
  }

  @Test("A uniqueIdentifier is used once among memos, also when the first was voided")
  func uniqueIdentifier() throws {
    var world = try CreditWorld()
    // The name space of invoices is another one.
    world.facts.identifiers.insert(uniqueIdentifier: "U", of: "I")
    let memo = try world.handle(try request([free(1)], identifier: "U")).memo
    #expect(memo.uniqueIdentifier == "U")
    let refusal = ["DUPLICATE_UNIQUE_IDENTIFIER /creditMemo/uniqueIdentifier \(memo.id)"]
    #expect(world.handle(try request([free(2)], identifier: "U")).sourcedRefusals == refusal)
    #expect(world.handle(VoidCreditMemo(creditMemoId: memo.id)).outcome == .succeeded)
    #expect(world.handle(try request([free(2)], identifier: "U")).sourcedRefusals == refusal)
  }

  // MARK: Applications

  @Test("E23: a memo is applied in the request that makes it, all or nothing")
  func applies() throws {
    var world = try CreditWorld()
    try world.post("I", [(7, nil)])
    let refused = world.handle(
      try request(
        [free(7)], applications: [RequestedApplication(invoiceId: "I", amount: "7.01")]))
    // The memo is not made: no error refers to it.
    #expect(
      refused.sourcedRefusals == [
        "AMOUNT_EXCEEDS_BALANCE /applications/0/amount I",
        "AMOUNT_EXCEEDS_UNAPPLIED /applications -",
      ])
    #expect(refused.errors.last?.message.hasPrefix("The credit memo has 7.00 EUR left") == true)
    #expect(refused.errorLogs.map(\.relatedRecord) == [RecordReference(type: .invoice, id: "I")])
    #expect(refused.effects.isEmpty)
    let decision = world.handle(
      try request([free(7)], applications: [RequestedApplication(invoiceId: "I", amount: 7)]))
    #expect(decision.outcome == .succeeded)
    #expect(try world.balance("I") == "0.00")
    #expect(try world.memo(try decision.memo.id).balance.isZero)
    // The new memo's own sums hold what was applied: it is stored once.
    #expect(decision.effects.ledger.changedCreditMemos.isEmpty)
    #expect(try decision.memo.applied.decimalText == "7.00")
    #expect(decision.acts(of: "I") == [.paid(by: .creditMemo(try decision.memo.id))])
    #expect(try world.invoice("I").creditMemoIds == [])
    try world.post("J", [(10, nil)])
    let own = world.handle(
      try request(
        [line(10, of: "J")], applications: [RequestedApplication(invoiceId: "J", amount: 4)]))
    #expect(try world.balance("J") == "6.00")
    #expect(try world.invoice("J").creditMemoIds == [try own.memo.id])
  }

  @Test("E24: a part of a memo is refunded; the rest is the account's credit")
  func refunded() throws {
    var world = try CreditWorld()
    try world.post("I", [(25, nil)])
    try world.pay("P", 25, on: "I")
    let memo = try world.handle(try request([free(10)])).memo
    var settling = world.settling()
    settling.record(
      Refund(
        id: "R", source: .creditMemo(memo.id), accountId: "A", amount: try world.money(7),
        refundDate: CreditWorld.today, recordedDate: CreditWorld.today))
    var refunded = try #require(settling.memo(memo.id))
    refunded.refunded = try world.money(7)
    settling.update(refunded)
    world.apply(settling)
    #expect(try world.memo(memo.id).balance.decimalText == "3.00")
    #expect(try world.accountBalance == "-3.00")
  }

  @Test("What is needed: the invoices whose lines are credited, with what decides a calculated tax")
  func factsNeeded() throws {
    let needed = try request(
      [line(1), line(1, of: "J", tax: .calculate), free(1, treatment: "std")], entity: "LE",
      identifier: "U", applications: [RequestedApplication(invoiceId: "K", amount: 1)]
    ).factsNeeded
    #expect(needed.ledger.ofInvoices == ["I", "J"])
    #expect(needed.invoices.credited == [["I", "J"]])
    #expect(needed.invoices.creditedByRates == ["J"] && needed.invoices.ids.isEmpty)
    #expect(needed.invoices.all == ["I", "J", "K"])
    #expect(needed.invoices.heads == ["K"])
    #expect(needed.accounts.toInvoice == ["A"])
    #expect(needed.ledger.creditMemoIdentifiers == ["U"])
    #expect(needed.ledger.numbersCreditMemos)
    #expect(try request([free(1)]).phase == .settling)
  }
}
