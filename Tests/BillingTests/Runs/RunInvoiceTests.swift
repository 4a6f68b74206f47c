import CivilTime
import Monetary
import Testing

@testable import Billing

@Suite("Invoice runs: chunks over invoices and schedules")
struct RunInvoiceTests {
  /// Accounts that settle their invoices when they are posted, each with two monthly schedules on invoices of their own.
  private func world(_ accounts: Account.ID...) throws -> RunWorld {
    var world = RunWorld()
    for id in accounts {
      var account = try World.account(id, currency: "EUR")
      account.applyPayments = true
      world.add(.account(account))
      for name in ["1", "2"] {
        world.add(
          .monthly(BillingSchedule.ID("\(id)\(name)")) {
            $0.accountId = id
            $0.startDate = "2026-11-01"
            $0.attributes.invoiceGroupType = .billingSchedule
          })
      }
    }
    return world
  }

  private func drafts(
    _ world: inout RunWorld, _ accounts: [Account.ID], by target: CivilDate = "2026-11-02"
  ) -> [Invoice.ID] {
    world.chunk(RunWorld.run(target: target), .accounts(accounts)).made.map(\.id)
  }

  private static func over(_ kind: InvoiceRun.Kind) -> InvoiceRun {
    InvoiceRun(
      over: RunWorld.run(target: "2026-11-02"), kind: kind, id: "OVER", at: RunWorld.now)
  }

  @Test("A Post run posts drafts, and counts what is posted already or is no draft any more")
  func post() throws {
    var world = try world("A", "B")
    let ids = drafts(&world, ["A", "B"])
    #expect(ids.count == 4)
    #expect(world.handle(PostInvoices(invoiceIds: [ids[0]])).errors.isEmpty)
    #expect(world.handle(CancelInvoices(invoiceIds: [ids[1]])).errors.isEmpty)
    let plan = world.chunk(Self.over(.post), .invoices(ids))
    #expect(plan.counters.invoicesPosted == 2 && plan.counters.invoicesMade == 0)
    #expect(plan.counters.skipped == [.alreadyPosted: 1, .notDraft: 1])
    #expect(plan.totalTexts == ["EUR 2 200.00 0.00 200.00"])
    #expect(plan.errors.isEmpty && plan.decision.outcome == .succeeded)
    #expect(plan.decision.effects.invoices.changed.map(\.invoice.id) == Array(ids[2...]))
    #expect(plan.decision.effects.invoices.changed.allSatisfy { $0.acts == [.posted] })
    // What was made keeps the run that made it.
    #expect(world.stored.values.allSatisfy { $0.invoiceRunId == "RUN" })
    #expect(world.chunk(Self.over(.post), .invoices(ids)).counters.skipped[.alreadyPosted] == 3)
  }

  @Test(
    "Invoices of one account never use the same payment twice, and their rows have names of their own"
  )
  func settled() throws {
    var world = try world("A")
    let ids = drafts(&world, ["A"])
    let currency = try #require(Currency(code: "EUR"))
    let amount = try #require(Money(exactly: 150, currency: currency))
    world.pay(
      Payment(
        id: "P", accountId: "A", amount: amount, receivedDate: "2026-11-10",
        recordedDate: "2026-11-10", request: RequestKey(source: "t", identifier: "p")))
    let plan = world.chunk(Self.over(.post), .invoices(ids))
    let ledger = plan.decision.effects.ledger
    #expect(ledger.applications.map(\.amount.decimalText) == ["100.00", "50.00"])
    #expect(Set(ledger.applications.map(\.id)).count == 2)
    #expect(ledger.changedPayments.map(\.unapplied.decimalText) == ["0.00"])
    #expect(
      plan.decision.effects.invoices.changed.map(\.invoice.balance.decimalText) == [
        "0.00", "50.00",
      ])
  }

  @Test("Rows that accounts of one chunk add have names of their own")
  func identifiers() throws {
    var world = try world("A", "B")
    let currency = try #require(Currency(code: "EUR"))
    let amount = try #require(Money(exactly: 500, currency: currency))
    for id in ["A", "B"] {
      world.pay(
        Payment(
          id: Payment.ID("P\(id)"), accountId: Account.ID(id), amount: amount,
          receivedDate: "2026-11-10", recordedDate: "2026-11-10",
          request: RequestKey(source: "t", identifier: id)))
    }
    let plan = world.chunk(
      RunWorld.run(target: "2026-11-02", action: .posted), .accounts(["A", "B"]))
    #expect(plan.counters.invoicesPosted == 4)
    #expect(Set(plan.decision.effects.ledger.applications.map(\.id)).count == 4)
    #expect(Set(plan.made.map(\.id)).count == 4)
    #expect(plan.decision.effects.ledger.changedPayments.count == 2)
  }

  @Test("A draft that cannot be posted is an error of the run, and stays a draft")
  func refused() throws {
    var world = try world("A")
    let ids = drafts(&world, ["A"])
    world.add(
      .sequencePolicy(
        SequencePolicy(
          id: "P", mode: .gapless, pattern: "I-{SequenceValue}", isActive: false)))
    let plan = world.chunk(Self.over(.post), .invoices(ids + ["NONE"]))
    #expect(
      plan.errorTexts == [
        "\(ids[0]) SEQUENCE_POLICY_MISSING", "\(ids[1]) SEQUENCE_POLICY_MISSING",
        "NONE INVOICE_NOT_FOUND",
      ])
    #expect(plan.errors.map(\.accountId) == ["A", "A", nil])
    #expect(plan.counters.invoicesFailed == 3 && plan.counters.invoicesPosted == 0)
    #expect(
      plan.decision.errorLogs.map(\.category) == [.invoicePosting, .invoicePosting, .invoiceRun])
    #expect(plan.decision.effects.isEmpty && plan.decision.outcome == .failed)
  }

  @Test("Invoices that were put off, or are too many lines, become a chunk of their own")
  func left() throws {
    var world = RunWorld()
    for id in ["A", "B", "C"] as [Account.ID] {
      world.add(
        .account(try World.account(id)),
        .monthly(BillingSchedule.ID("S\(id)")) {
          $0.accountId = id
          $0.startDate = "2000-01-01"
          $0.billingTermUnit = .day
        })
    }
    let made = world.chunks(
      RunWorld.run(target: "2020-01-01"), .accounts(["A", "B", "C"]))
    #expect(made.map(\.counters.invoicesMade) == [2, 1])
    let ids = made.flatMap(\.made).map(\.id)
    let plans = world.chunks(Self.over(.post), .invoices(ids))
    #expect(plans.map(\.counters.invoicesPosted) == [2, 1])
    #expect(plans.map(\.left) == [.invoices([ids[2]]), nil])
    let needed = Self.over(.post).factsNeeded(for: .invoices(ids))
    #expect(needed.invoices.posted == ids.map { [$0] } && needed.invoices.takenBack.isEmpty)
  }

  @Test("A Cancel run takes the drafts back and leaves what is posted")
  func cancel() throws {
    var world = try world("A", "B")
    let ids = drafts(&world, ["A", "B"])
    #expect(world.handle(PostInvoices(invoiceIds: [ids[0]])).errors.isEmpty)
    let plan = world.chunk(Self.over(.cancel), .invoices(ids))
    #expect(plan.counters.invoicesCanceled == 3)
    #expect(plan.counters.skipped == [.notDraft: 1])
    #expect(plan.totalTexts == ["EUR 3 300.00 0.00 300.00"])
    #expect(world.stored.values.filter { $0.status == .canceled }.count == 3)
    #expect(try world.progress("B1").nextBillingDate == "2026-11-01")
    let needed = Self.over(.cancel).factsNeeded(for: .invoices(ids))
    #expect(needed.invoices.takenBack == ids.map { [$0] } && needed.invoices.posted.isEmpty)
  }

  @Test("Of a draft that was billed further meanwhile the later invoice stays, and the earlier too")
  func cancelEarlier() throws {
    var world = try world("A")
    let ids = drafts(&world, ["A"])
    let later = world.handle(
      GenerateInvoices(
        selector: .billingSchedules(["A1"]), targetDate: "2026-12-02", invoiceDate: "2026-12-02",
        action: .draft))
    #expect(later.made.count == 1)
    let plan = world.chunk(Self.over(.cancel), .invoices(ids))
    #expect(plan.counters.invoicesCanceled == 1 && plan.counters.invoicesFailed == 1)
    #expect(plan.errors.map(\.code) == [.invoiceNotLatest])
    #expect(plan.decision.outcome == .partiallySucceeded)
  }

  @Test("A Recover run makes ready what is still in Error, and counts the others")
  func recover() throws {
    var world = try world("A")
    var broken = try World.account("B", currency: "EUR")
    broken.billToContact = nil
    world.add(
      .account(broken),
      .monthly("B1") {
        $0.accountId = "B"
        $0.startDate = "2026-11-01"
      },
      .monthly("B2") {
        $0.accountId = "B"
        $0.startDate = "2026-11-01"
        $0.attributes.invoiceGroupType = .billingSchedule
      })
    let run = RunWorld.run(target: "2026-11-02")
    let plan = world.chunk(run, .accounts(["A", "B"]))
    #expect(plan.errorTexts == ["B BILL_TO_CONTACT_MISSING B1", "B BILL_TO_CONTACT_MISSING B2"])
    _ = world.handle(RecoverBillingSchedules(billingScheduleIds: ["B2"]))
    let recovered = world.chunk(Self.over(.recover), .schedules(["B1", "B2", "NONE"]))
    #expect(recovered.counters.recovered == 1 && recovered.counters.unrecovered == 2)
    #expect(recovered.errors.isEmpty && recovered.decision.effects.progress.count == 1)
    #expect(try world.progress("B1").status == .readyForInvoicing)
    #expect(Self.over(.recover).factsNeeded(for: .schedules(["B1"])).schedules.toRecover == ["B1"])
  }
}
