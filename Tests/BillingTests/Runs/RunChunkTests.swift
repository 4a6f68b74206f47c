import CivilTime
import Monetary
import Testing

@testable import Billing

@Suite("Invoice runs: chunks that bill")
struct RunChunkTests {
  /// `A` with two schedules on invoices of their own, `B` suspended, `C` where no rate is known, `D` in yen.
  private func mixedWorld() throws -> RunWorld {
    var world = RunWorld()
    world.add(
      .taxTreatment(
        TaxTreatment(id: "std", name: "VAT", isTaxable: true, taxCode: "std", isDefault: true)),
      LifecycleWorld.rate("NO", 25, from: "2020-01-01"),
      .taxRate(
        TaxRate(
          id: "JP", country: "JP", taxCode: "std", name: "JCT", percent: 10,
          effectiveFrom: "2020-01-01")))
    for (id, currency, country) in [
      ("A", "EUR", "NO"), ("B", "EUR", "NO"), ("C", "EUR", "SE"), ("D", "JPY", "JP"),
    ] {
      var account = try World.account(Account.ID(id), currency: currency)
      account.billingAddress = Address(
        street: "Main 1", city: "City", postalCode: "1", state: nil, country: country)
      world.add(.account(account))
    }
    world.add(
      schedule("SA1", of: "A", 100) { $0.attributes.invoiceGroupType = .billingSchedule },
      schedule("SA2", of: "A", 50) { $0.attributes.invoiceGroupType = .billingSchedule },
      schedule("SB", of: "B", 100), schedule("SC", of: "C", 100), schedule("SD", of: "D", 1_000),
      .billingSuspension(
        BillingSuspension(id: "X", target: .account("B"), suspendDate: "2026-01-01")))
    return world
  }

  private func schedule(
    _ id: BillingSchedule.ID, of account: Account.ID, _ amount: ExactDecimal = 100,
    _ change: (inout BillingSchedule) -> Void = { _ in }
  ) -> Record {
    .monthly(id) {
      $0.accountId = account
      $0.startDate = "2026-11-01"
      $0.unitPrice = amount
      $0.billingPeriodAmount = amount
      change(&$0)
    }
  }

  private static let all: RunItems = .accounts(["A", "B", "C", "D"])

  @Test("E43: two invoices, a suspended account, one without a rate, one in yen")
  func mixed() throws {
    var world = try mixedWorld()
    let run = RunWorld.run(target: "2026-12-01")
    let plan = world.chunk(run, Self.all)
    #expect(plan.made.map(\.totalAmountWithTax.decimalText) == ["125.00", "62.50", "1100"])
    #expect(plan.made.allSatisfy { $0.invoiceRunId == "RUN" && $0.status == .draft })
    #expect(plan.counters.invoicesMade == 3)
    #expect(plan.counters.invoicesFailed == 1)
    #expect(plan.counters.skipped == [.suspended: 1])
    #expect(plan.counters.accountsSelected == 4)
    #expect(plan.counters.schedulesSelected == 5)
    #expect(plan.counters.schedulesBilled == 3)
    #expect(plan.counters.schedulesFailed == 1)
    #expect(plan.counters.lines == 3)
    #expect(plan.totalTexts == ["EUR 2 150.00 37.50 187.50", "JPY 1 1000 100 1100"])
    #expect(plan.errorTexts == ["C TAX_RATE_NOT_FOUND SC"])
    #expect(plan.errors.first?.groupingKey?.hasPrefix("account=C;") == true)
    #expect(try world.progress("SC").status == .error)
    #expect(try world.progress("SB").status == .readyForInvoicing)
    #expect(plan.decision.errorLogs.map(\.category) == [.invoiceRun])
    #expect(
      plan.decision.errorLogs.map(\.primaryRecord) == [RecordReference(type: .account, id: "C")])
    #expect(
      plan.decision.errorLogs.map(\.relatedRecord)
        == [RecordReference(type: .billingSchedule, id: "SC")])
    var ended = run
    ended.counters = plan.counters
    ended.errorCount = plan.errors.count
    #expect(ended.ended(at: RunWorld.now).status == .completedWithErrors)
    #expect(run.ended(at: RunWorld.now).status == .completed)
  }

  @Test("E44: of a request and a run for one account the second finds nothing due")
  func twice() throws {
    let run = RunWorld.run(target: "2026-12-01")
    let request = GenerateInvoices(
      selector: .account("A"), targetDate: "2026-12-01", invoiceDate: "2026-11-20", action: .draft)
    var world = try mixedWorld()
    #expect(world.chunk(run, .accounts(["A"])).counters.invoicesMade == 2)
    let second = world.handle(request)
    #expect(second.made.isEmpty && second.skips == ["SA1 NotDue", "SA2 NotDue"])
    var other = try mixedWorld()
    #expect(other.handle(request).made.count == 2)
    let chunk = other.chunk(run, .accounts(["A"]))
    #expect(chunk.counters == RunCounters() && chunk.decision.effects.isEmpty)
    #expect(chunk.totals.isEmpty && chunk.errors.isEmpty)
  }

  @Test("A suspended schedule holds back only itself")
  func suspendedSchedule() throws {
    var world = RunWorld()
    world.add(.account(try World.account("A")))
    world.add(
      schedule("S1", of: "A"), schedule("S2", of: "A"),
      schedule("S3", of: "A") {
        $0.startDate = "2027-01-01"
      },
      .billingSuspension(
        BillingSuspension(id: "X", target: .billingSchedule("S1"), suspendDate: "2026-01-01")),
      .billingSuspension(
        BillingSuspension(id: "Y", target: .billingSchedule("S3"), suspendDate: "2026-01-01")))
    let plan = world.chunk(RunWorld.run(target: "2026-12-01"), .accounts(["A"]))
    #expect(plan.made.flatMap(\.billingScheduleIds) == ["S2"])
    #expect(plan.counters.skipped == [.suspended: 1])
    #expect(plan.errors.isEmpty && plan.decision.errorLogs.isEmpty)
  }

  @Test("An expired payment method is logged as a warning, for nobody reads a chunk's answer")
  func expiredPaymentMethod() throws {
    var world = RunWorld()
    world.add(.account(try World.account("A")))
    world.add(
      .savedPaymentMethod(
        SavedPaymentMethod(
          id: "OLD", accountId: "A", kind: .card, displayName: "Visa",
          expiresOn: ExpiryMonth("2000-01"))),
      schedule("S1", of: "A") { $0.attributes.savedPaymentMethodId = "OLD" })
    let plan = world.chunk(RunWorld.run(target: "2026-12-01"), .accounts(["A"]))
    #expect(plan.made.count == 1 && plan.errors.isEmpty)
    let log = try #require(plan.decision.errorLogs.first)
    #expect(plan.decision.errorLogs.count == 1)
    #expect(log.code == .paymentMethodExpired && log.severity == .warning)
    #expect(log.category == .invoiceRun && log.accountId == "A")
    #expect(log.relatedRecord == RecordReference(.savedPaymentMethod, SavedPaymentMethod.ID("OLD")))
    let preview = world.chunk(
      RunWorld.run("PRE", .preview, target: "2027-12-01"), .accounts(["A"]))
    #expect(preview.decision.errorLogs.isEmpty)
  }

  @Test("A preview makes the same and changes nothing")
  func preview() throws {
    var world = try mixedWorld()
    let before = world.facts.schedules
    let preview = world.chunk(RunWorld.run("PRE", .preview, target: "2026-12-01"), Self.all)
    #expect(preview.decision.effects.isEmpty && preview.decision.errorLogs.isEmpty)
    #expect(world.facts.schedules == before)
    let run = world.chunk(RunWorld.run(target: "2026-12-01"), Self.all)
    #expect(preview.counters == run.counters)
    #expect(preview.totals == run.totals)
    #expect(preview.errors == run.errors)
    #expect(preview.samples.map(\.lines.count) == run.made.map(\.lines.count))
    #expect(preview.samples.map(\.groupingKey) == run.made.map(\.groupingKey))
    #expect(run.samples.isEmpty)
  }

  @Test("A preview shows the first 20 invoices of a chunk")
  func samples() throws {
    var world = RunWorld()
    world.add(.account(try World.account("A")))
    for number in 0..<25 {
      world.add(
        schedule(BillingSchedule.ID("S\(number)"), of: "A") {
          $0.attributes.invoiceGroupType = .billingSchedule
        })
    }
    let plan = world.chunk(RunWorld.run("PRE", .preview, target: "2026-12-01"), .accounts(["A"]))
    #expect(plan.counters.invoicesMade == 25)
    #expect(plan.samples.count == 20)
  }

  @Test(
    "What does not fit into 20,000 lines becomes a chunk of its own; more than that alone is an error of the run"
  )
  func lines() throws {
    var world = RunWorld()
    let accounts: [(Account.ID, Int)] = [("A", 2), ("B", 1), ("C", 3), ("D", 1)]
    for (id, schedules) in accounts {
      world.add(.account(try World.account(id)))
      for number in 0..<schedules {
        world.add(
          schedule(BillingSchedule.ID("\(id)\(number)"), of: id, 1) {
            $0.billingTermUnit = .day
            $0.startDate = "2000-01-01"
            $0.attributes.invoiceGroupType = .billingSchedule
          })
      }
    }
    world.add(
      schedule("C9", of: "C", 1) { $0.startDate = "2019-01-01" },
      .billingSuspension(
        BillingSuspension(id: "X", target: .billingSchedule("C9"), suspendDate: "2000-01-01")))
    // 7,305 lines a schedule: two accounts fit, and never three schedules of one.
    let run = RunWorld.run(target: "2020-01-01")
    let plans = world.chunks(run, .accounts(accounts.map(\.0)))
    #expect(plans.map(\.counters.lines) == [14_610, 14_610])
    #expect(plans.map(\.left) == [.accounts(["B", "C", "D"]), nil])
    #expect(plans.map(\.errorTexts) == [[], ["C LIMIT_EXCEEDED"]])
    #expect(plans[1].counters.invoicesFailed == 1)
    #expect(plans[1].counters.schedulesSelected == 6)
    #expect(plans.map(\.counters.skipped) == [[:], [.suspended: 1]])
    #expect(plans[1].decision.errorLogs.map(\.category) == [.invoiceRun])
    #expect(plans[1].errors[0].message.contains("target date"))
    #expect(try world.progress("C0").status == .readyForInvoicing)
  }

  @Test("An invoice that cannot be announced refuses its account")
  func refused() throws {
    var world = try mixedWorld()
    let run = RunWorld.run(target: "2026-12-01")
    let plan = world.chunk(run, Self.all) { invoice in
      invoice.accountId == "A" ? Fault(code: .limitExceeded, message: "Too large.") : nil
    }
    #expect(plan.made.map(\.accountId) == ["D"])
    #expect(plan.errorTexts == ["A LIMIT_EXCEEDED", "C TAX_RATE_NOT_FOUND SC"])
    #expect(plan.counters.invoicesFailed == 2)
    #expect(try world.progress("SA1").status == .readyForInvoicing)
  }

  @Test(
    "Totals that would be beyond their bound leave the account for another chunk; alone it is an error"
  )
  func overflow() throws {
    var world = RunWorld()
    let huge: ExactDecimal = "600000000000000000"
    for id in ["A", "B", "C"] as [Account.ID] {
      world.add(.account(try World.account(id)))
      world.add(schedule(BillingSchedule.ID("\(id)1"), of: id, huge))
    }
    world.add(
      schedule("C2", of: "C", huge) { $0.attributes.invoiceGroupType = .billingSchedule })
    let plans = world.chunks(
      RunWorld.run(target: "2026-12-01"), .accounts(["A", "B", "C"]))
    #expect(plans.map(\.counters.invoicesMade) == [1, 1, 0])
    #expect(plans.map(\.errorTexts) == [[], [], ["C AMOUNT_OVERFLOW"]])
    #expect(try world.progress("C1").status == .readyForInvoicing)
  }

  @Test("What charges nothing is passed over, and what a cancellation ended is counted as that")
  func nothing() throws {
    var world = RunWorld()
    world.add(.account(try World.account("A")))
    world.add(
      schedule("FREE", of: "A", 0),
      schedule("CUT", of: "A", 0) { $0.cancellationDate = "2026-12-01" })
    let plan = world.chunk(RunWorld.run(target: "2026-12-05"), .accounts(["A"]))
    #expect(plan.counters.skipped == [.zeroAmount: 1, .afterCancellation: 1])
    #expect(plan.counters.schedulesSelected == 2)
    #expect(plan.counters.invoicesMade == 0 && plan.counters.invoicesFailed == 0)
    #expect(try world.progress("CUT").status == .completelyBilled)
    let zero = world.chunk(RunWorld.run(target: "2026-12-05", zero: true), .accounts(["A"]))
    #expect(zero.counters.schedulesBilled == 1)
  }

  @Test("What cannot be numbered leaves its schedules ready, and is logged as a fault of posting")
  func unnumbered() throws {
    var world = try mixedWorld()
    world.add(
      .sequencePolicy(
        SequencePolicy(
          id: "P", mode: .gapless, pattern: "I-{SequenceValue}",
          isActive: false)))
    let plan = world.chunk(RunWorld.run(target: "2026-12-01", action: .posted), .accounts(["A"]))
    #expect(plan.errorTexts == ["A SEQUENCE_POLICY_MISSING", "A SEQUENCE_POLICY_MISSING"])
    #expect(plan.counters.invoicesFailed == 2 && plan.counters.schedulesFailed == 0)
    #expect(plan.decision.errorLogs.allSatisfy { $0.category == .invoicePosting })
    #expect(try world.progress("SA1").status == .readyForInvoicing)
  }

  @Test("An account that does not exist is an error of the run")
  func unknownAccount() {
    var world = RunWorld()
    let plan = world.chunk(RunWorld.run(target: "2026-12-01"), .accounts(["Z"]))
    #expect(plan.errorTexts == ["Z ACCOUNT_NOT_FOUND"])
    #expect(plan.decision.errorLogs.map(\.category) == [.invoiceRun])
  }

  @Test("What the program fails on is an error of the run for each account")
  func givenUp() {
    let run = RunWorld.run(target: "2026-12-01")
    let plan = run.givingUp(.accounts(["A", "B"]), because: "fault")
    #expect(plan.errorTexts == ["A INTERNAL_ERROR", "B INTERNAL_ERROR"])
    #expect(plan.counters.invoicesFailed == 2 && plan.decision.effects.isEmpty)
    #expect(plan.decision.errorLogs.map(\.category) == [.invoiceRun, .invoiceRun])
    let preview = RunWorld.run("PRE", .preview, target: "2026-12-01")
      .givingUp(.accounts(["A"]), because: "fault")
    #expect(preview.errors.count == 1 && preview.decision.errorLogs.isEmpty)
    let recover = RunWorld.run("R", .recover, target: "2026-12-01")
    #expect(recover.givingUp(.schedules(["S1", "S2"]), because: "f").counters.unrecovered == 2)
  }
}
