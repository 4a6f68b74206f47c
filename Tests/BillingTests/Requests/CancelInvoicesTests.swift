import CivilTime
import Monetary
import TestSupport
import Testing

@testable import Billing

/// <doc:Lifecycle#Canceling-a-draft>, <doc:Lifecycle#Open-again>.
@Suite("Cancel drafts")
struct CancelInvoicesTests: BillingScenario {
  private func novemberOn(_ change: (inout BillingSchedule) -> Void = { _ in }) -> Record {
    .monthly("M") {
      $0.startDate = "2026-11-01"
      $0.unitPrice = 140
      $0.billingPeriodAmount = 140
      change(&$0)
    }
  }

  private func draft(_ world: inout World, by day: CivilDate) throws -> Invoice {
    try #require(world.generate(target: day, action: .draft).made.first)
  }

  private func refusals(_ decision: Decision) -> [String] {
    decision.errors.map {
      "\($0.code.rawValue) \($0.pointer ?? "-") \($0.source?.id ?? "-")"
    }
  }

  @Test("E4: a canceled draft's periods are open again, and the same lines are billed once more")
  func opens() throws {
    var world = try World(currency: "EUR")
    world.add(novemberOn())
    let fresh = try world.progress("M")
    let invoice = try draft(&world, by: "2026-12-02")
    #expect(try world.progress("M").billedAmount.decimalText == "280.00")
    #expect(try world.progress("M").nextBillingDate == "2027-01-01")
    let decision = world.cancel(invoice.id, reason: "wrong price")
    #expect(decision.outcome == .succeeded)
    let canceled = try #require(decision.effects.invoices.changed.first?.invoice)
    #expect(decision.effects.invoices.changed.map(\.lines) == [.states], "it changes no tax")
    #expect(canceled.status == .canceled)
    #expect(canceled.reason == "wrong price")
    #expect(canceled.balance.isZero)
    #expect(canceled.settlementStatus == .notSettled)
    #expect(canceled.shownStatus(on: "2030-01-01") == .canceled)
    #expect(try world.progress("M") == fresh)
    #expect(try world.progress("M").nextChargeFromDate == "2026-11-01")
    let again = world.generate(target: "2026-12-02", action: .draft)
    #expect(
      again.lines == ["M 2026-11-01..2026-11-30 140.00", "M 2026-12-01..2026-12-31 140.00"])
  }

  @Test("A chain is taken back latest first, by one request in whatever order it names them")
  func chain() throws {
    var world = try World()
    world.add(novemberOn())
    let first = try draft(&world, by: "2026-11-02")
    let second = try draft(&world, by: "2026-12-02")
    #expect(refusals(world.cancel(first.id)) == ["INVOICE_NOT_LATEST /invoiceIds/0 \(second.id)"])
    #expect(try world.progress("M").nextChargeFromDate == "2027-01-01")
    let decision = world.cancel(first.id, second.id)
    #expect(decision.outcome == .succeeded)
    #expect(
      decision.answer.invoices.map {
        if case .existing(let summary) = $0 { summary.id } else { Invoice.ID("?") }
      } == [first.id, second.id])
    #expect(try world.progress("M").nextChargeFromDate == "2026-11-01")
    #expect(try world.progress("M").hasLines == false)
  }

  @Test("Where the later of a chain is refused, the earlier is too; others are done")
  func partly() throws {
    var world = try World()
    world.add(novemberOn())
    let first = try draft(&world, by: "2026-11-02")
    // A posted invoice of the next period cannot be canceled.
    let posted = try #require(
      world.generate(.billingSchedules(["M"]), target: "2026-12-02").made.first)
    let decision = world.cancel(first.id, posted.id, "none")
    #expect(decision.outcome == .failed)
    #expect(
      refusals(decision) == [
        "INVOICE_NOT_LATEST /invoiceIds/0 \(posted.id)",
        "INVOICE_NOT_DRAFT /invoiceIds/1 \(posted.id)", "INVOICE_NOT_FOUND /invoiceIds/2 none",
      ])
    #expect(decision.errorLogs.map(\.category) == [.invoiceCancel, .invoiceCancel, .invoiceCancel])
    #expect(
      decision.errorLogs.map(\.primaryRecord) == [
        RecordReference(type: .account, id: "A"), RecordReference(type: .account, id: "A"),
        RecordReference(type: .invoice, id: "none"),
      ])
    #expect(
      decision.errorLogs.map(\.relatedRecord) == [
        RecordReference(type: .invoice, id: first.id.text),
        RecordReference(type: .invoice, id: posted.id.text), nil,
      ])
    #expect(decision.effects.isEmpty)
    world.add(.monthly("N"))
    let other = try #require(
      world.generate(.billingSchedules(["N"]), target: "2026-12-02", action: .draft).made.first)
    let mixed = world.cancel(other.id, "none")
    #expect(mixed.outcome == .partiallySucceeded)
    #expect(try world.progress("N").billedAmount.isZero)
  }

  @Test("A canceled invoice is final")
  func final() throws {
    var world = try World()
    world.add(novemberOn())
    let invoice = try draft(&world, by: "2026-11-02")
    #expect(world.cancel(invoice.id).outcome == .succeeded)
    #expect(refusals(world.cancel(invoice.id)) == ["INVOICE_FINAL /invoiceIds/0 \(invoice.id)"])
  }

  @Test("Usage is unbilled again, and billed once more with what came meanwhile")
  func usage() throws {
    var world = try World()
    world.add(
      novemberOn {
        $0.billingMethod = .usage
        $0.billingType = .arrears
        $0.unitPrice = 2
        $0.billingPeriodAmount = 0
      })
    func use(_ id: UsageRecord.ID, _ quantity: ExactDecimal) -> RecordUsage {
      RecordUsage(usageRecords: [
        UsageRecord(
          id: id, billingScheduleId: "M", quantity: quantity, usageDate: "2026-11-10")
      ])
    }
    #expect(world.handle(use("u1", "17.5")).outcome == .succeeded)
    let invoice = try draft(&world, by: "2026-12-02")
    #expect(world.cancel(invoice.id).outcome == .succeeded)
    #expect(world.facts.usageRecords["u1"]?.invoiceId == nil)
    #expect(world.handle(use("u2", "2.5")).outcome == .succeeded)
    let again = world.generate(target: "2026-12-02", action: .draft)
    #expect(again.made.flatMap(\.lines).map { $0.usage?.consumedQuantity } == [20])
  }

  @Test(
    "A completed schedule is ready again; one in Error stays in Error; a change made meanwhile holds"
  )
  func asItIsNow() throws {
    var world = try World()
    world.add(novemberOn { $0.endDate = "2026-12-31" })
    let invoice = try draft(&world, by: "2026-12-02")
    #expect(try world.progress("M").status == .completelyBilled)
    world.add(
      novemberOn {
        $0.endDate = "2026-12-31"
        $0.cancellationDate = "2026-12-01"
      })
    #expect(world.cancel(invoice.id).outcome == .succeeded)
    #expect(try world.progress("M").status == .readyForInvoicing)
    #expect(try world.progress("M").pendingAmount?.decimalText == "140.00")
    #expect(
      world.generate(target: "2027-01-01", action: .draft).lines == [
        "M 2026-11-01..2026-11-30 140.00"
      ])
  }

  @Test("A charge made once is due again")
  func oneTime() throws {
    var world = try World()
    world.add(
      .monthly("O") {
        $0.billingMethod = .milestone
        $0.billingTermUnit = .oneTime
        $0.startDate = "2026-01-01"
        $0.milestoneDate = "2026-03-01"
      })
    let before = try world.progress("O")
    let invoice = try draft(&world, by: "2026-03-02")
    #expect(try world.progress("O").status == .completelyBilled)
    #expect(world.cancel(invoice.id).outcome == .succeeded)
    #expect(try world.progress("O") == before)
  }

  /// A cycle invoiced again, as a draft.
  private func reinvoice(
    _ cycle: (CivilDate, CivilDate), in world: inout World, target: CivilDate
  ) throws -> Invoice {
    try #require(
      bill(cycle, in: &world, target: target, action: .draft, reinvoice: true).made.first)
  }

  @Test(
    "Usage that a period invoiced again has charged goes to that invoice, and is not billed twice")
  func reissuedUsage() throws {
    var world = try World()
    world.add(
      contract(),
      novemberOn {
        $0.billingContractId = "C"
        $0.billingMethod = .usage
        $0.billingType = .arrears
        $0.endDate = "2026-11-30"
        $0.unitPrice = 2
        $0.billingPeriodAmount = 0
      })
    func use(_ id: UsageRecord.ID, _ quantity: ExactDecimal) -> RecordUsage {
      RecordUsage(usageRecords: [
        UsageRecord(
          id: id, billingScheduleId: "M", quantity: quantity, usageDate: "2026-11-10")
      ])
    }
    #expect(world.handle(use("u1", 10)).outcome == .succeeded)
    let first = try draft(&world, by: "2026-12-02")
    let second = try reinvoice(("2026-11-01", "2026-11-30"), in: &world, target: "2026-12-02")
    #expect(second.totalAmount.decimalText == "20.00")
    #expect(world.cancel(first.id).outcome == .succeeded)
    #expect(world.facts.usageRecords["u1"]?.invoiceId == second.id)
    #expect(try world.progress("M").status == .completelyBilled)
    #expect(try world.progress("M").billedAmount.decimalText == "20.00")
    #expect(world.generate(target: "2026-12-02", action: .draft).made.isEmpty)

    // What waits for an invoice keeps the schedule ready, whatever is taken back.
    #expect(world.handle(use("u2", 5)).outcome == .succeeded)
    let third = try reinvoice(("2026-11-01", "2026-11-30"), in: &world, target: "2026-12-02")
    #expect(third.totalAmount.decimalText == "30.00")
    #expect(world.cancel(third.id).outcome == .succeeded)
    #expect(world.facts.usageRecords["u2"]?.invoiceId == nil)
    #expect(try world.progress("M").status == .readyForInvoicing)
    #expect(try world.progress("M").billedAmount.decimalText == "20.00")
    #expect(
      world.generate(target: "2026-12-02", action: .draft).lines == [
        "M 2026-11-01..2026-11-30 10.00"
      ])
  }

  @Test("One line in place of several parts counts once, before and after it is taken back")
  func merged() throws {
    var world = try World(currency: "EUR")
    let cut = novemberOn {
      $0.billingContractId = "C"
      $0.cancellationDate = "2026-11-15"
    }
    world.add(contract(), cut)
    let first = try draft(&world, by: "2026-11-30")
    #expect(first.totalAmount.decimalText == "65.33")
    world.add(novemberOn { $0.billingContractId = "C" })
    let second = try draft(&world, by: "2026-11-30")
    #expect(second.totalAmount.decimalText == "74.67")
    let third = try reinvoice(("2026-11-01", "2026-11-30"), in: &world, target: "2026-11-30")
    #expect(third.totalAmount.decimalText == "140.00")
    #expect(try world.progress("M").billedAmount.decimalText == "140.00")
    #expect(world.cancel(second.id).outcome == .succeeded)
    #expect(try world.progress("M").billedAmount.decimalText == "140.00")
    #expect(try world.progress("M").nextChargeFromDate == "2026-12-01")
    #expect(world.cancel(third.id).outcome == .succeeded)
    #expect(try world.progress("M").billedAmount.decimalText == "65.33")
    #expect(try world.progress("M").nextChargeFromDate == "2026-11-15")
  }

  @Test("What a shortened period leaves opens when the whole one is taken back")
  func shortened() throws {
    var world = try World(currency: "EUR")
    world.add(
      contract(),
      novemberOn { $0.billingContractId = "C" })
    let whole = try draft(&world, by: "2026-11-02")
    world.add(
      novemberOn {
        $0.billingContractId = "C"
        $0.cancellationDate = "2026-11-15"
      })
    let part = try reinvoice(("2026-11-01", "2026-11-30"), in: &world, target: "2026-11-30")
    #expect(part.totalAmount.decimalText == "65.33")
    #expect(world.cancel(whole.id).outcome == .succeeded)
    #expect(try world.progress("M").nextChargeFromDate == "2026-11-15")
    #expect(try world.progress("M").billedAmount.decimalText == "65.33")
    world.add(novemberOn { $0.billingContractId = "C" })
    #expect(
      world.generate(target: "2026-11-30", action: .draft).lines == [
        "M 2026-11-15..2026-11-30 74.67"
      ])
  }

  @Test(
    "A debit memo can be invoiced again if it is Posted",
    arguments: [
      (DebitMemo.Status.posted, DebitMemo.InvoiceGenerationStatus.readyForInvoiceGeneration),
      (.void, .none),
    ])
  func debitMemo(
    status: DebitMemo.Status, generation: DebitMemo.InvoiceGenerationStatus
  ) throws {
    let currency = try #require(Currency(code: "EUR"))
    var invoice = try Self.invoice("a", [])
    invoice.ingested = IngestedDetails(
      documentType: .invoice, uniqueIdentifier: nil,
      referenceEntity: .debitMemo("D"), prepaidAmount: .zero(currency),
      payableRounding: .zero(currency))
    var memo = DebitMemo(
      id: "D", accountId: "A", status: status, invoiceGenerationStatus: .none, currency: currency,
      lines: [], invoiceId: "a")
    var facts = WorkingSet()
    facts.insert(invoice)
    facts.insert(.debitMemo(memo))
    let decision = World(facts).plan(CancelInvoices(invoiceIds: ["a"]))
    memo.invoiceId = nil
    memo.invoiceGenerationStatus = generation
    #expect(decision.effects.records == [.debitMemo(memo)])
  }

  @Test("Whether an invoice has taken another's place goes with its change")
  func linked() throws {
    var world = try World()
    world.add(
      contract(),
      novemberOn { $0.billingContractId = "C" })
    let november = try draft(&world, by: "2026-11-02")
    let again = try reinvoice(("2026-11-01", "2026-11-30"), in: &world, target: "2026-12-02")
    #expect(again.reinvoiceOf == [november.id])
    #expect(world.cancel(again.id).effects.invoices.changed.map(\.isLinked) == [true])
    let december = try draft(&world, by: "2026-12-02")
    #expect(world.cancel(december.id).effects.invoices.changed.map(\.isLinked) == [false])
  }

  @Test("The latest is the one that bills the later period, not the one that was made last")
  func latestByPeriod() throws {
    var world = try World()
    world.add(
      contract(),
      novemberOn { $0.billingContractId = "C" })
    let november = try draft(&world, by: "2026-11-02")
    let december = try draft(&world, by: "2026-12-02")
    let again = try reinvoice(("2026-11-01", "2026-11-30"), in: &world, target: "2026-12-02")
    #expect(world.cancel(november.id).outcome == .succeeded)
    #expect(try world.progress("M").nextChargeFromDate == "2027-01-01")
    let decision = world.cancel(december.id, again.id)
    #expect(decision.outcome == .succeeded, "\(refusals(decision))")
    #expect(try world.progress("M").nextChargeFromDate == "2026-11-01")
    #expect(try world.progress("M").billedAmount.isZero)
  }

  @Test("20,000 lines are the most one request takes back")
  func limit() throws {
    var facts = WorkingSet()
    let line = InvoiceLine(
      id: "1", name: "x", period: nil, quantity: 1, unitPrice: 1,
      amount: .zero(try #require(Currency(code: "EUR"))), taxProcessingStatus: .pending)
    for id in ["a", "b", "c"] as [Invoice.ID] {
      facts.insert(try Self.invoice(id, Array(repeating: line, count: 6_667)))
      facts.lineCounts[id] = 6_667
    }
    let world = World(facts)
    let decision = world.plan(CancelInvoices(invoiceIds: ["a", "b", "c"]))
    #expect(decision.outcome == .failed)
    #expect(decision.errors.map(\.code) == [.limitExceeded])
    #expect(decision.effects.isEmpty)
    #expect(world.plan(CancelInvoices(invoiceIds: ["a", "b"])).outcome == .succeeded)
  }

  private static func invoice(_ id: Invoice.ID, _ lines: [InvoiceLine]) throws -> Invoice {
    let currency = try #require(Currency(code: "EUR"))
    return Invoice(
      id: id, status: .draft, accountId: "A", currency: currency, invoiceDate: "2026-11-01",
      dueDate: "2026-11-01", billToContact: Invoice.BillTo(contactId: nil, name: "x", email: nil),
      groupingKey: "", lines: lines,
      billingAddress: Address(
        street: "Main 1", city: "Oslo", postalCode: "0150", state: nil, country: "NO"),
      totalAmount: .zero(currency), totalTaxAmount: .zero(currency),
      totalAmountWithTax: .zero(currency), balance: .zero(currency),
      request: RequestKey(source: "test", identifier: "r"))
  }
}

extension PropertyTests {
  @Test(
    "Canceling what was generated leaves schedules and usage as they were, and the same is billed again"
  )
  func cancelIsInverse() throws {
    var generator = SeededGenerator(seed: 63)
    var canceled = 0
    for _ in 0..<Self.cases {
      let account = RandomAccount(schedules: 3, using: &generator)
      var world = try world(account)
      if generator.isOne(in: 2) { _ = bill(&world, by: account.horizon(using: &generator)) }
      let before = world.facts
      let target = account.horizon(using: &generator)
      let first = world.generate(target: target, action: .draft, zeroAmountInvoices: true)
      let concerned = Set(first.made.flatMap(\.billingScheduleIds))
      let decision = world.cancel(first.made.map(\.id))
      guard !first.made.isEmpty else { continue }
      canceled += 1
      #expect(decision.outcome == .succeeded, "\(decision.errors)")
      for id in concerned {
        #expect(try world.progress(id) == before.schedules[id]?.progress, "\(account)")
      }
      #expect(world.facts.usageRecords == before.usageRecords)
      let again = world.generate(target: target, action: .draft, zeroAmountInvoices: true)
      #expect(again.lines == first.lines, "\(account)")
    }
    #expect(canceled > Self.cases / 3)
  }
}
