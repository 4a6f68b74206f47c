import Billing
import CivilTime
import Monetary
import Testing

@Suite("What may change once a schedule has lines")
struct ScheduleChangeTests {
  /// A schedule through 2026-06-30 of which January and February are billed.
  private func billed(
    _ change: (inout BillingSchedule) -> Void = { _ in }
  ) throws -> World {
    var world = try World()
    world.add(ordered(change))
    #expect(world.generate(target: "2026-02-02").lines.count == 2)
    return world
  }

  private func ordered(_ change: (inout BillingSchedule) -> Void = { _ in }) -> Record {
    .monthly("S") {
      $0.billingMethod = .orderAmount
      $0.endDate = "2026-06-30"
      change(&$0)
    }
  }

  @Test("Before the first line everything may change")
  func unbilled() throws {
    var world = try World()
    world.add(.account(try World.account("B")), ordered())
    #expect(try world.progress("S").pendingAmount?.decimalText == "600.00")
    world.add(
      .monthly("S") {
        $0.accountId = "B"
        $0.billingType = .arrears
        $0.billingTermUnit = .quarter
        $0.startDate = "2026-04-01"
      })
    let progress = try world.progress("S")
    #expect(progress.nextBillingDate == "2026-06-30")
    #expect(progress.nextChargeFromDate == "2026-04-01")
    #expect(progress.pendingAmount == nil)
    #expect(world.generate(target: "2026-07-01").answer.invoices.isEmpty)
    #expect(world.generate(.account("B"), target: "2026-07-01").lines.count == 1)
  }

  @Test("Once it has lines, what the periods were computed from is fixed")
  func fixed() throws {
    let changes: [(String, (inout BillingSchedule) -> Void)] = [
      ("accountId", { $0.accountId = "B" }),
      ("billingType", { $0.billingType = .arrears }),
      ("billingTerm", { $0.billingTerm = 2 }),
      ("billingTermUnit", { $0.billingTermUnit = .quarter }),
      ("startDate", { $0.startDate = "2026-01-02" }),
      ("periodBoundary", { $0.periodBoundary = .lastDayOfPeriod }),
    ]
    for (field, change) in changes {
      var world = try billed()
      world.add(.account(try World.account("B")))
      let before = try world.schedule("S")
      let decision = world.upsert([ordered(change)])
      #expect(decision.errors.map(\.code) == [.recordAlreadyBilled], "\(field)")
      #expect(decision.errors.map(\.pointer) == ["/records/0/\(field)"])
      #expect(try world.schedule("S") == before)
    }
    var world = try billed()
    let several = world.upsert([
      .monthly("S") {
        $0.periodBoundary = .dayOfPeriod
        $0.billDayOfMonth = 3
      }
    ])
    #expect(
      several.errors.map(\.pointer) == [
        "/records/0/billingMethod", "/records/0/periodBoundary", "/records/0/billDayOfMonth",
      ])
  }

  @Test("Amount, price and quantity hold for lines not yet made")
  func newAmount() throws {
    var world = try billed()
    world.add(ordered { $0.billingPeriodAmount = 50 })
    #expect(try world.progress("S").billedAmount.decimalText == "200.00")
    #expect(try world.progress("S").pendingAmount?.decimalText == "200.00")
    #expect(world.generate(target: "2026-03-02").lines == ["S 2026-03-01..2026-03-31 50.00"])
  }

  @Test("The end may move, but not before the last day billed")
  func end() throws {
    var world = try billed()
    let early = world.upsert([ordered { $0.endDate = "2026-02-27" }])
    #expect(early.errors.map(\.pointer) == ["/records/0/endDate"])
    world.add(ordered { $0.endDate = "2026-02-28" })
    #expect(try world.progress("S").status == .completelyBilled)
    #expect(try world.progress("S").isCompletedByCancellation == false)
    #expect(try world.progress("S").pendingAmount?.isZero == true)
  }

  @Test("Extending a completed schedule makes it ready again, from where it stopped")
  func extend() throws {
    var world = try billed { $0.endDate = "2026-02-10" }
    #expect(try world.progress("S").status == .completelyBilled)
    world.add(ordered { $0.endDate = "2026-03-31" })
    #expect(try world.progress("S").status == .readyForInvoicing)
    #expect(try world.progress("S").nextBillingDate == "2026-02-11")
    #expect(
      world.generate(target: "2026-04-01").lines == [
        "S 2026-02-11..2026-02-28 64.29", "S 2026-03-01..2026-03-31 100.00",
      ])
  }

  @Test("A cancellation bills up to its day, and is undone by leaving it out")
  func cancel() throws {
    var world = try billed()
    world.add(ordered { $0.cancellationDate = "2026-03-16" })
    #expect(try world.progress("S").pendingAmount?.decimalText == "48.39")
    #expect(world.generate(target: "2026-12-01").lines == ["S 2026-03-01..2026-03-15 48.39"])
    #expect(try world.progress("S").isCompletedByCancellation)
    let listed = world.generate(.billingSchedules(["S"]), target: "2026-12-01")
    #expect(listed.skips == ["S AfterCancellation"])
    world.add(ordered())
    #expect(try world.progress("S").status == .readyForInvoicing)
    #expect(try world.progress("S").nextChargeFromDate == "2026-03-16")
  }

  @Test("A cancellation within billed days bills nothing more and credits nothing")
  func cancelBilled() throws {
    var world = try billed()
    world.add(ordered { $0.cancellationDate = "2026-02-10" })
    let progress = try world.progress("S")
    #expect(progress.status == .completelyBilled)
    #expect(progress.isCompletedByCancellation)
    #expect(progress.billedAmount.decimalText == "200.00")
    #expect(world.generate(target: "2026-12-01").answer.invoices.isEmpty)
  }

  @Test("A cancellation after the end is not what completed it")
  func cancelLate() throws {
    var world = try billed()
    world.add(
      ordered {
        $0.endDate = "2026-02-28"
        $0.cancellationDate = "2026-05-01"
      })
    #expect(try world.progress("S").status == .completelyBilled)
    #expect(try world.progress("S").isCompletedByCancellation == false)
  }

  @Test("Days through billedThroughDate count as billed; the rest of the period is prorated")
  func migrated() throws {
    var world = try World()
    world.add(ordered { $0.billedThroughDate = "2026-02-10" })
    #expect(try world.progress("S").nextChargeFromDate == "2026-02-11")
    #expect(try world.progress("S").hasLines == false)
    // Sent again, and left out, nothing changes.
    world.add(ordered { $0.billedThroughDate = "2026-02-10" })
    world.add(ordered())
    #expect(world.generate(target: "2026-02-12").lines == ["S 2026-02-11..2026-02-28 64.29"])
    let late = world.upsert([ordered { $0.billedThroughDate = "2026-03-31" }])
    #expect(late.errors.map(\.code) == [.recordAlreadyBilled])
    #expect(late.errors.map(\.pointer) == ["/records/0/billedThroughDate"])
  }

  @Test("A billedThroughDate before the start leaves everything to bill")
  func migratedEarly() throws {
    var world = try World()
    world.add(ordered { $0.billedThroughDate = "2025-06-30" })
    #expect(try world.progress("S").nextChargeFromDate == "2026-01-01")
  }
}
