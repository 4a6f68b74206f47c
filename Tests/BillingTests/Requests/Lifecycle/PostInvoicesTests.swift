import CivilTime
import Monetary
import Testing

@testable import Billing

/// <doc:Lifecycle#Posting>.
@Suite("Post invoices")
struct PostInvoicesTests {
  private func numbers(_ decision: Decision) -> [String?] { decision.changed.map(\.number) }

  @Test("E1: posting calculates the tax again by the rates in force on the invoice date")
  func newRate() throws {
    var world = try LifecycleWorld(.november { $0.billingPeriodAmount = 100 })
    let draft = try world.generate(by: "2026-11-02", dated: "2027-01-05")
    #expect(draft.totalTaxAmount.decimalText == "25.00")
    world.add(LifecycleWorld.rate("25", 25, from: "2020-01-01", to: "2026-12-31"))
    world.add(LifecycleWorld.rate("26", 26, from: "2027-01-01"))
    let decision = world.post(draft.id)
    #expect(decision.outcome == .succeeded)
    let posted = try world.invoice(draft.id)
    #expect(posted.status == .posted)
    #expect(posted.totalTaxAmount.decimalText == "26.00")
    #expect(posted.totalAmountWithTax.decimalText == "126.00")
    #expect(posted.payable.decimalText == "126.00")
    #expect(posted.balance.decimalText == "126.00")
    #expect(posted.settlementStatus == .notSettled)
    #expect(posted.postedDate == "2026-11-20")
    #expect(posted.number == "INV-2027-000001")
    #expect(posted.version == 2)
    #expect(posted.lines.map(\.taxProcessingStatus) == [.posted])
    #expect(decision.effects.invoices.changed.map(\.acts) == [[.posted]])
    #expect(decision.effects.invoices.changed.map(\.lines) == [.taxes])
    #expect(decision.effects.progress.isEmpty, "its periods are billed already")
  }

  @Test("E2: a draft is posted once; the second request is told under which number, and takes none")
  func twice() throws {
    var world = try LifecycleWorld(.november())
    let first = try world.generate(by: "2026-11-02")
    let second = try world.generate(by: "2026-12-02")
    let once = world.post(first.id)
    #expect(numbers(once) == ["INV-2026-000001"])
    #expect(once.effects.invoices.changed.map(\.lines) == [.names], "its taxes are the draft's")
    let again = world.post(first.id)
    #expect(again.outcome == .failed)
    #expect(again.refusals == ["INVOICE_NOT_DRAFT /invoiceIds/0"])
    #expect(again.errors.first?.message.contains("INV-2026-000001") == true)
    #expect(again.effects.isEmpty)
    #expect(
      again.errorLogs.map(\.primaryRecord) == [RecordReference(type: .account, id: "A")])
    #expect(
      again.errorLogs.map(\.relatedRecord) == [
        RecordReference(type: .invoice, id: first.id.text)
      ])
    #expect(again.errorLogs.map(\.category) == [.invoicePosting])
    #expect(numbers(world.post(second.id)) == ["INV-2026-000002"])
  }

  @Test("E3: what cannot be taxed stays a draft and takes no number; the others are posted")
  func ambiguous() throws {
    var world = try LifecycleWorld(
      .monthly("S1"), .monthly("S2"), .monthly("S3"),
      .taxTreatment(TaxTreatment(id: "odd", name: "Odd", isTaxable: true, taxCode: "odd")))
    var drafts: [Invoice.ID] = []
    for id in ["S1", "S2", "S3"] as [BillingSchedule.ID] {
      let decision = world.handle(
        GenerateInvoices(
          selector: .billingSchedules([id]), targetDate: "2026-01-02",
          isTargetDateInclusive: false, invoiceDate: "2026-11-20", action: .draft))
      drafts.append(try #require(decision.made.first?.id))
    }
    world.add(.monthly("S2") { $0.attributes.taxTreatmentId = "odd" })
    for id in ["o1", "o2"] as [TaxRate.ID] {
      world.add(
        .taxRate(
          TaxRate(
            id: id, country: "NO", taxCode: "odd", name: "Odd", percent: 5,
            effectiveFrom: "2020-01-01")))
    }
    let decision = world.post(drafts[0], drafts[1], drafts[2])
    #expect(decision.outcome == .partiallySucceeded)
    #expect(decision.named == ["Posted", "TAX_RATE_AMBIGUOUS", "Posted"])
    #expect(decision.refusals == ["TAX_RATE_AMBIGUOUS /invoiceIds/1"])
    #expect(numbers(decision) == ["INV-2026-000001", "INV-2026-000002"])
    #expect(try world.invoice(drafts[0]).number == "INV-2026-000001")
    #expect(try world.invoice(drafts[2]).number == "INV-2026-000002")
    #expect(try world.invoice(drafts[1]).status == .draft)
    #expect(try world.invoice(drafts[1]).version == 1)
  }

  @Test("Numbers follow the request's order, and the answer names every item in it")
  func order() throws {
    var world = try LifecycleWorld(.november())
    let first = try world.generate(by: "2026-11-02")
    let second = try world.generate(by: "2026-12-02")
    let decision = world.post(second.id, "none", first.id)
    #expect(decision.outcome == .partiallySucceeded)
    #expect(decision.named == ["Posted", "INVOICE_NOT_FOUND", "Posted"])
    #expect(try world.invoice(second.id).number == "INV-2026-000001")
    #expect(try world.invoice(first.id).number == "INV-2026-000002")
    #expect(
      decision.errorLogs.map(\.primaryRecord) == [RecordReference(type: .invoice, id: "none")])
    #expect(decision.errorLogs.map(\.relatedRecord) == [nil])
  }

  @Test("Without a policy to number it, the item is refused and stays a draft")
  func unnumbered() throws {
    var world = try LifecycleWorld(
      .november(),
      .sequencePolicy(
        SequencePolicy(id: "P", mode: .gapless, pattern: "{SequenceValue}", isActive: false)))
    let draft = try world.generate(by: "2026-11-02")
    let decision = world.post(draft.id)
    #expect(decision.refusals == ["SEQUENCE_POLICY_MISSING /invoiceIds/0"])
    #expect(decision.effects.isEmpty)
    world.add(
      .sequencePolicy(
        SequencePolicy(id: "P", mode: .gapless, pattern: "R-{SequenceValue}", isActive: true)))
    #expect(numbers(world.post(draft.id)) == ["R-1"])
  }

  @Test("An invoice of another version than expected stays a draft")
  func version() throws {
    var world = try LifecycleWorld(.november())
    let draft = try world.generate(by: "2026-11-02")
    #expect(world.update(draft.id) { $0.description = .set("x") }.outcome == .succeeded)
    let decision = world.post(draft.id, version: 1)
    #expect(decision.refusals == ["INVOICE_CHANGED /expectedVersion"])
    #expect(decision.effects.isEmpty)
    let taxed = world.handle(CalculateTax(invoiceId: draft.id, expectedVersion: 1))
    #expect(taxed.refusals == ["INVOICE_CHANGED /expectedVersion"])
    #expect(world.post(draft.id, version: 2).outcome == .succeeded)
    #expect(world.post(draft.id, version: 2).refusals == ["INVOICE_NOT_DRAFT /invoiceIds/0"])
  }

  @Test("A canceled invoice is final")
  func final() throws {
    var world = try LifecycleWorld(.november())
    let draft = try world.generate(by: "2026-11-02")
    #expect(world.cancel(draft.id).outcome == .succeeded)
    #expect(world.post(draft.id).refusals == ["INVOICE_FINAL /invoiceIds/0"])
  }

  @Test("Nothing to pay is Settled at once")
  func zero() throws {
    var world = try LifecycleWorld(.november { $0.billingPeriodAmount = 0 })
    let draft = try world.generate(by: "2026-11-02", zero: true)
    #expect(draft.settlementStatus == .notSettled)
    #expect(world.post(draft.id).outcome == .succeeded)
    let posted = try world.invoice(draft.id)
    #expect(posted.settlementStatus == .settled)
    #expect(posted.fullSettlementDate == "2026-11-20")
    #expect(posted.shownStatus(on: "2030-01-01") == .paid)
    #expect(try world.generate(by: "2026-12-02", .posted, zero: true).settlementStatus == .settled)
  }

  @Test("Suspension of what was billed does not keep a draft from being posted")
  func suspended() throws {
    var world = try LifecycleWorld(.november())
    let draft = try world.generate(by: "2026-11-02")
    world.add(
      .billingSuspension(
        BillingSuspension(
          id: "S", target: .account("A"), suspendDate: "2026-01-01", resumeDate: nil)))
    #expect(world.post(draft.id).outcome == .succeeded)
  }

  @Test("Taxes given with an ingested draft stay; those that were calculated are calculated again")
  func ingested() throws {
    var world = try LifecycleWorld()
    let draft = try world.ingest([
      IncomingLine(
        name: "given", quantity: 1, unitPrice: 100, chargeAmount: 100,
        taxes: [IncomingTax(name: "VAT", code: "S", rate: 25, amount: "24.99")]),
      IncomingLine(name: "calculated", quantity: 1, unitPrice: 100, chargeAmount: 100),
    ])
    #expect(draft.lines.map { $0.ingested?.areTaxesGiven } == [true, false])
    #expect(draft.totalTaxAmount.decimalText == "49.99")
    world.add(LifecycleWorld.rate("25", 26, from: "2020-01-01"))
    let decision = world.post(draft.id)
    #expect(decision.outcome == .succeeded)
    let posted = try world.invoice(draft.id)
    #expect(posted.lines.map { $0.taxes.map(\.amount.decimalText) } == [["24.99"], ["26.00"]])
    #expect(posted.lines.map(\.taxProcessingStatus) == [.posted, .posted])
    #expect(posted.payable.decimalText == "250.99")
  }

  @Test("A given tax that was recalculated since is recalculated by posting, too")
  func givenNoMore() throws {
    var world = try LifecycleWorld()
    let draft = try world.ingest([
      IncomingLine(
        name: "given", quantity: 1, unitPrice: 100, chargeAmount: 100,
        taxes: [IncomingTax(name: "VAT", code: "S", rate: 25, amount: "24.99")])
    ])
    #expect(world.handle(CalculateTax(invoiceId: draft.id)).outcome == .succeeded)
    #expect(try world.invoice(draft.id).lines.map { $0.ingested?.areTaxesGiven } == [false])
    world.add(LifecycleWorld.rate("25", 26, from: "2020-01-01"))
    #expect(world.post(draft.id).outcome == .succeeded)
    #expect(try world.invoice(draft.id).totalTaxAmount.decimalText == "26.00")
  }

  @Test("A tax that is spread from the document's breakdown was given, too")
  func spread() throws {
    var world = try LifecycleWorld()
    let draft = try world.ingest([
      IncomingLine(
        name: "x", quantity: 1, unitPrice: 100, chargeAmount: 100, taxCategory: "S", taxRate: 25)
    ]) {
      $0.taxBreakdown = [
        TaxSubtotal(category: "S", rate: 25, taxableAmount: 100, taxAmount: "25.01")
      ]
    }
    #expect(draft.lines.map { $0.ingested?.areTaxesGiven } == [true])
    #expect(world.post(draft.id).outcome == .succeeded)
    #expect(try world.invoice(draft.id).totalTaxAmount.decimalText == "25.01")
  }

  @Test("The draft's addresses stay, also where the account has moved meanwhile")
  func moved() throws {
    var world = try LifecycleWorld(.november())
    let draft = try world.generate(by: "2026-11-02")
    var account = try World.account("A", currency: "EUR")
    account.billingAddress = Address(
      street: "x", city: "x", postalCode: "1", state: nil, country: "SE")
    world.add(.account(account))
    #expect(world.post(draft.id).outcome == .succeeded)
    #expect(try world.invoice(draft.id).totalTaxAmount.decimalText == "35.00")
  }

  @Test("An account that is exempt by now pays no tax")
  func exempt() throws {
    var world = try LifecycleWorld(.november())
    let draft = try world.generate(by: "2026-11-02")
    var account = try World.account("A", currency: "EUR")
    account.isTaxExempt = true
    world.add(.account(account))
    #expect(world.post(draft.id).outcome == .succeeded)
    #expect(try world.invoice(draft.id).payable.decimalText == "140.00")
  }

  @Test("A draft that brought its own number keeps it, and no value of the sequence is taken")
  func ownNumber() throws {
    var world = try LifecycleWorld(.november())
    let draft = try world.ingest([
      IncomingLine(name: "x", quantity: 1, unitPrice: 10, chargeAmount: 10)
    ]) { $0.number = "OLD-7" }
    let generated = try world.generate(by: "2026-11-02")
    #expect(numbers(world.post(draft.id, generated.id)) == ["OLD-7", "INV-2026-000001"])
  }

  @Test("A draft from a debit memo makes it PostedInvoiceGenerated; an upsert leaves that as it is")
  func debitMemo() throws {
    let memo = DebitMemo(
      id: "D", accountId: "A", status: .posted,
      invoiceGenerationStatus: .readyForInvoiceGeneration,
      currency: try #require(Currency(code: "EUR")),
      lines: [DebitMemo.Line(name: "x", quantity: 1, unitPrice: 10, amount: 10)])
    var world = try LifecycleWorld(.debitMemo(memo))
    let draft = try world.ingest([]) { $0.referenceEntity = .debitMemo("D") }
    #expect(world.facts.debitMemos["D"]?.isInvoicePosted == false)
    #expect(world.post(draft.id).outcome == .succeeded)
    #expect(world.facts.debitMemos["D"]?.isInvoicePosted == true)
    world.add(.debitMemo(memo))
    #expect(world.facts.debitMemos["D"]?.isInvoicePosted == true)
    #expect(world.facts.debitMemos["D"]?.invoiceId == draft.id)
    #expect(world.void(draft.id).outcome == .succeeded)
    #expect(world.facts.debitMemos["D"]?.isInvoicePosted == false)
    #expect(world.facts.debitMemos["D"]?.invoiceId == nil)
    #expect(
      world.facts.debitMemos["D"]?.invoiceGenerationStatus == .readyForInvoiceGeneration)
  }

  @Test("20,000 lines are the most one request posts")
  func limit() throws {
    var world = try LifecycleWorld(vat: false)
    let draft = try world.ingest(
      (0..<6_667).map { _ in
        IncomingLine(name: "x", quantity: 1, unitPrice: 1, chargeAmount: 1)
      })
    for id in ["b", "c"] as [Invoice.ID] { world.store(Self.copy(of: draft, as: id)) }
    let decision = world.post(draft.id, "b", "c")
    #expect(decision.refusals == ["LIMIT_EXCEEDED /invoiceIds"])
    #expect(decision.effects.isEmpty)
    #expect(world.post(draft.id, "b").outcome == .succeeded)
  }

  static func copy(of invoice: Invoice, as id: Invoice.ID) -> Invoice {
    Invoice(
      id: id, status: invoice.status, creationMode: invoice.creationMode,
      accountId: invoice.accountId, currency: invoice.currency, invoiceDate: invoice.invoiceDate,
      dueDate: invoice.dueDate, billToContact: invoice.billToContact, groupingKey: "",
      lines: invoice.lines, billingAddress: invoice.billingAddress,
      totalAmount: invoice.totalAmount, totalTaxAmount: invoice.totalTaxAmount,
      totalAmountWithTax: invoice.totalAmountWithTax, balance: invoice.balance,
      request: invoice.request, ingested: invoice.ingested)
  }
}
