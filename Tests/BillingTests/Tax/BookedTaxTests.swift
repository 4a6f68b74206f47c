import CivilTime
import Monetary
import Testing

@testable import Billing

/// <doc:Tax#After-posting>: what requests make of a tax that is in an engine's books.
@Suite("Tax engine: voids, credit memos, retries")
struct BookedTaxTests {
  private func world() throws -> LifecycleWorld {
    var world = try LifecycleWorld(.november())
    world.taxService = TaxService.vat(20)
    return world
  }

  private func credit(
    _ world: LifecycleWorld, _ lines: CreateCreditMemo.Line...
  ) -> CreateCreditMemo {
    CreateCreditMemo(
      accountId: "A", currency: world.currency, creditDate: "2026-11-20", lines: lines)
  }

  private func line(
    _ amount: ExactDecimal, of invoice: Invoice? = nil,
    _ strategy: CreditMemoLine.TaxStrategy? = nil, _ tax: ExactDecimal? = nil
  ) -> CreateCreditMemo.Line {
    CreateCreditMemo.Line(
      name: "x", amount: amount,
      invoiceLine: invoice.map {
        CreateCreditMemo.InvoiceLineName(invoiceId: $0.id, invoiceLineId: $0.lines[0].id)
      }, taxStrategy: strategy, taxAmount: tax)
  }

  // MARK: Voids

  @Test("Voided before the engine heard of it: never told. Its memo is not told of either")
  func unsent() throws {
    var world = try world()
    let invoice = try world.generate(by: "2026-11-02", .posted)
    let decision = world.void(invoice.id)
    #expect(decision.outcome == .succeeded)
    #expect(try world.tax(of: invoice.id.text).state == .dropped)
    #expect(decision.openedTaxes.isEmpty)
    #expect(decision.effects.taxes.changed.count == 1)
  }

  @Test(
    "E46: committed, then voided: the invoice is Voided at once, and the engine is to take it back")
  func committed() throws {
    var world = try world()
    let invoice = try world.generate(by: "2026-11-02", .posted)
    let now = UTCInstant(startOf: world.today)
    world.store(
      try world.tax(of: invoice.id.text).applying(.begun, at: now)
        .applying(.commitAnswered(.committed(transactionId: "T")), at: now))
    #expect(world.void(invoice.id).outcome == .succeeded)
    #expect(try world.invoice(invoice.id).status == .voided)
    let tax = try world.tax(of: invoice.id.text)
    #expect(tax.state == .toVoid)
    #expect(
      tax.call
        == .void(TaxVoid(documentId: invoice.id.text, transactionId: "T", reason: "wrong price")))
    let credited = tax.applying(.voidAnswered(.credited(transactionId: "U")), at: now)
    #expect(credited.state == .credited)
    world.store(credited)
    #expect(world.void(invoice.id).refusals == ["INVOICE_NOT_POSTED /invoiceIds/0"])
    #expect(try world.tax(of: invoice.id.text) == credited)
  }

  @Test("Voided by a worker without an engine, it is to be taken back all the same")
  func voidedWithoutEngine() throws {
    for (isSent, state) in [(false, TaxTransaction.State.dropped), (true, .toVoid)] {
      var world = try world()
      let invoice = try world.generate(by: "2026-11-02", .posted)
      if isSent {
        world.store(
          try world.tax(of: invoice.id.text)
            .applying(.begun, at: UTCInstant(startOf: world.today)))
      }
      world.taxService = nil
      #expect(world.void(invoice.id).outcome == .succeeded)
      #expect(try world.tax(of: invoice.id.text).state == state)
    }
  }

  @Test("A void that is refused changes nothing at the engine")
  func refusedVoid() throws {
    var world = try world()
    let invoice = try world.generate(by: "2026-11-02", .posted)
    try world.pay(invoice.id, 10)
    let decision = world.void(invoice.id)
    #expect(decision.refusals == ["INVOICE_SETTLED /invoiceIds/0"])
    #expect(decision.effects.taxes.isEmpty)
  }

  // MARK: Credit memos

  @Test(
    "A stand-alone memo is asked about with negative amounts, posted with the answer, and told of")
  func calculatedMemo() throws {
    var world = try world()
    let decision = world.handle(credit(world, line(100), line(50, of: nil, .ignore)))
    #expect(world.asked.map(\.text) == ["Final, 1: -100.00 std S"])
    let memo = try decision.memo
    #expect(memo.totalTaxAmount.decimalText == "20.00")
    #expect(world.asked[0].documentId == memo.id.text)
    #expect(decision.openedTaxes == ["\(memo.id) -20.00"])
    #expect(try world.tax(of: memo.id.text).subject == .creditMemo(memo.id))
    let void = world.handle(VoidCreditMemo(creditMemoId: memo.id, reason: "mistake"))
    #expect(void.outcome == .succeeded)
    #expect(try world.tax(of: memo.id.text).state == .dropped)
  }

  @Test("Tax that is copied from a line that the engine has is not asked for, and told of")
  func copiedMemo() throws {
    var world = try world()
    let invoice = try world.generate(by: "2026-11-02", .posted)
    let decision = world.handle(credit(world, line(70, of: invoice)))
    #expect(world.asked.count == 1)
    let opened = try #require(decision.effects.taxes.opened.first)
    #expect(opened.document.document.text == "Final, 1: -70.00 std S")
    #expect(opened.document.quote.lines["1"]?.map(\.amount.decimalText) == ["-14.00"])
    #expect(opened.transaction.total.decimalText == "-14.00")
  }

  @Test(
    "Tax of a line that the engine never had is not told of; nor is a memo without tax, or one that the rate table taxed"
  )
  func untoldMemos() throws {
    var world = try LifecycleWorld(.november())
    let invoice = try world.generate(by: "2026-11-02", .posted)
    #expect(world.handle(credit(world, line(10))).openedTaxes.isEmpty)
    world.taxService = TaxService.vat(20)
    #expect(world.handle(credit(world, line(70, of: invoice))).openedTaxes.isEmpty)
    #expect(world.handle(credit(world, line(70, of: nil, .ignore))).openedTaxes.isEmpty)
    let given = world.handle(credit(world, line(70, of: nil, .manualOverride, 7)))
    #expect(given.openedTaxes == ["\(try given.memo.id) -7.00"])
    #expect(world.asked.isEmpty)
  }

  @Test(
    "A memo that the engine refuses is not made; one waits while it is away, and nothing estimates it"
  )
  func unmadeMemos() throws {
    var world = try world()
    world.estimatesWhileAway = true
    world.taxService = { _ in .refused(message: "no") }
    let refused = world.handle(credit(world, line(100), line(50)))
    #expect(refused.refusals == ["TAX_ENGINE_REFUSED /creditMemo"])
    world.taxService = TaxService.away
    let waiting = world.handle(credit(world, line(100)))
    #expect(waiting.taxesAwaited.away != nil)
  }

  // MARK: Retries

  @Test(
    "Failed documents are told again, each by itself; nothing failed is refused, as is what does not exist"
  )
  func retried() throws {
    var world = try world()
    let now = UTCInstant(startOf: world.today)
    let failed = try world.generate(by: "2026-11-02", .posted)
    let other = try world.generate(by: "2026-12-02", .posted)
    let memo = try world.handle(credit(world, line(100))).memo
    for id in [failed.id.text, memo.id.text] {
      world.store(
        try world.tax(of: id).applying(.begun, at: now)
          .applying(.commitAnswered(.refused(message: "no")), at: now))
    }
    let decision = world.handle(
      RetryTaxCommit(
        invoiceIds: [failed.id, other.id, "none"], creditMemoIds: [memo.id, "none"]))
    #expect(decision.outcome == .partiallySucceeded)
    #expect(
      decision.refusals == [
        "TAX_NOTHING_TO_RETRY /invoiceIds/1", "INVOICE_NOT_FOUND /invoiceIds/2",
        "CREDIT_MEMO_NOT_FOUND /creditMemoIds/1",
      ])
    #expect(decision.errorLogs.map(\.category) == [.taxReporting, .taxReporting, .taxReporting])
    #expect(decision.named == ["Posted", "TAX_NOTHING_TO_RETRY", "INVOICE_NOT_FOUND"])
    for id in [failed.id.text, memo.id.text] {
      #expect(try world.tax(of: id).state == .toCommit)
      #expect(try world.tax(of: id).nextAttemptAt != nil)
    }
    let again = world.handle(RetryTaxCommit(invoiceIds: [failed.id]))
    #expect(again.outcome == .failed)
    #expect(again.refusals == ["TAX_NOTHING_TO_RETRY /invoiceIds/0"])
    #expect(again.effects.isEmpty)
  }

  @Test("A document that no engine has is said to be so")
  func neverTold() throws {
    var world = try LifecycleWorld(.november())
    let invoice = try world.generate(by: "2026-11-02", .posted)
    let decision = world.handle(RetryTaxCommit(invoiceIds: [invoice.id]))
    #expect(decision.refusals == ["TAX_NOTHING_TO_RETRY /invoiceIds/0"])
    let facts = RetryTaxCommit(invoiceIds: ["I"], creditMemoIds: ["M"]).factsNeeded
    #expect(facts.taxes.transactions == ["I", "M"])
    #expect(facts.invoices.heads == ["I"])
    #expect(facts.ledger.creditMemos == ["M"])
  }

  // MARK: Chunks

  @Test("A chunk waits as a whole, counts what is estimated, and opens what it posts")
  func chunks() throws {
    var world = RunWorld()
    world.add(
      .taxTreatment(
        TaxTreatment(id: "std", name: "VAT", isTaxable: true, taxCode: "std", isDefault: true)),
      LifecycleWorld.rate("NO", 25, from: "2020-01-01"),
      .account(try World.account("A", currency: "EUR")),
      .account(try World.account("B", currency: "EUR")),
      .monthly("SA"), .monthly("SB") { $0.accountId = "B" })
    let run = RunWorld.run(target: "2026-01-02", action: .posted)
    #expect(run.mayAskTaxEngine)
    world.taxEngine = QuotedTaxEngine()
    let unquoted = world.chunk(run, .accounts(["A", "B"])).decision.taxesAwaited.unquoted
    #expect(unquoted.map(\.text) == ["Final, 1: 100.00 std S", "Final, 1: 100.00 std S"])

    // Each chunk of this world is a request of its own: its documents have other identifiers.
    func answers(_ answer: (TaxDocument) -> TaxAnswer, number: Int) -> [TaxDocument: TaxAnswer] {
      var answers: [TaxDocument: TaxAnswer] = [:]
      for document in unquoted {
        let again = TaxDocument(
          documentId: document.documentId.replacing("RUN:2", with: "RUN:\(number)"),
          kind: document.kind, currency: document.currency, date: document.date,
          isExempt: document.isExempt, shipTo: document.shipTo, lines: document.lines)
        answers[again] = answer(again)
      }
      return answers
    }
    world.taxEngine = QuotedTaxEngine(answers: answers(TaxService.away, number: 3))
    #expect(world.chunk(run, .accounts(["A", "B"])).decision.taxesAwaited.away != nil)
    world.taxEngine = QuotedTaxEngine(answers: answers(TaxService.vat(20), number: 4))
    let plan = world.chunk(run, .accounts(["A", "B"]))
    #expect(plan.decision.taxesAwaited.isEmpty)
    #expect(plan.made.map(\.totalTaxAmount.decimalText) == ["20.00", "20.00"])
    #expect(plan.decision.effects.taxes.opened.count == 2)
    #expect(plan.counters.taxesEstimated == 0)
  }
}
