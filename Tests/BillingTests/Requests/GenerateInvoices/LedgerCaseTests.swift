import CivilTime
import Monetary
import Testing

@testable import Billing

/// Inputs that were once billed wrongly, each with what is right.
@Suite("Generation: cases of usage, whole periods and reinvoicing")
struct LedgerCaseTests: BillingScenario {
  private func evergreen(_ change: (inout BillingSchedule) -> Void = { _ in }) -> Record {
    .monthly("S") {
      $0.arePartialPeriodsAllowed = false
      change(&$0)
    }
  }

  // MARK: G3

  @Test(
    "G3: beside days that count as billed the rest is prorated, where parts are charged in full")
  func besideBilledDays() throws {
    var world = try World()
    world.add(evergreen { $0.billedThroughDate = "2026-01-15" })
    #expect(
      world.generate(target: "2026-01-17").lines == ["S 2026-01-16..2026-01-31 51.61"])
    #expect(world.generate(target: "2026-02-02").lines == ["S 2026-02-01..2026-02-28 100.00"])
    // A period that begins the day after them is a full one.
    world = try World()
    world.add(evergreen { $0.billedThroughDate = "2026-01-31" })
    #expect(world.generate(target: "2026-02-02").lines == ["S 2026-02-01..2026-02-28 100.00"])
  }

  @Test("G3: a full period is charged once: a cancellation taken back, an end moved")
  func chargedOnce() throws {
    var world = try World()
    world.add(evergreen { $0.cancellationDate = "2026-03-11" })
    #expect(world.generate(target: "2026-04-01").lines.last == "S 2026-03-01..2026-03-10 100.00")
    world.add(evergreen())
    #expect(
      world.generate(target: "2026-04-02").lines
        == ["S 2026-03-11..2026-03-31 0.00", "S 2026-04-01..2026-04-30 100.00"])
    // At another price the rest is what the new price asks for more.
    world.add(evergreen { $0.cancellationDate = "2026-05-11" })
    #expect(world.generate(target: "2026-06-01").lines == ["S 2026-05-01..2026-05-10 100.00"])
    world.add(evergreen { $0.billingPeriodAmount = 130 })
    #expect(
      world.generate(target: "2026-06-01").lines == ["S 2026-05-11..2026-05-31 30.00"])

    world = try World()
    func ordered(until end: CivilDate) -> Record {
      evergreen {
        $0.billingMethod = .orderAmount
        $0.endDate = end
      }
    }
    world.add(ordered(until: "2026-01-10"))
    #expect(world.generate(target: "2026-02-01").lines == ["S 2026-01-01..2026-01-10 100.00"])
    world.add(ordered(until: "2026-02-28"))
    #expect(try world.progress("S").pendingAmount?.decimalText == "100.00")
    #expect(
      world.generate(target: "2026-03-01").lines
        == ["S 2026-01-11..2026-01-31 0.00", "S 2026-02-01..2026-02-28 100.00"])
  }

  @Test("Boundaries count from the anchor date, before the start or after it")
  func anchorDate() throws {
    for anchor in ["2025-02-15", "2027-05-15"] as [CivilDate] {
      var world = try World()
      world.add(
        .monthly("S") {
          $0.billingTermUnit = .quarter
          $0.startDate = "2026-03-01"
          $0.anchorDate = anchor
        })
      #expect(
        world.generate(target: "2026-09-01").lines == [
          "S 2026-03-01..2026-05-14 84.27", "S 2026-05-15..2026-08-14 100.00",
          "S 2026-08-15..2026-11-14 100.00",
        ])
      let decision = world.upsert([
        .monthly("S") {
          $0.billingTermUnit = .quarter
          $0.startDate = "2026-03-01"
        }
      ])
      #expect(decision.errors.map(\.code) == [.recordAlreadyBilled])
      #expect(decision.errors.map(\.pointer) == ["/records/0/anchorDate"])
    }
    for change: (inout BillingSchedule) -> Void in [
      { $0.periodBoundary = .alignToCalendar },
      { $0.periodBoundary = .lastDayOfPeriod },
      {
        $0.periodBoundary = .dayOfPeriod
        $0.billDayOfMonth = 3
      },
      {
        $0.billingMethod = .orderAmount
        $0.billingTermUnit = .oneTime
      },
    ] {
      guard
        case .billingSchedule(let schedule) = Record.monthly(
          "S",
          {
            $0.anchorDate = "2026-02-15"
            change(&$0)
          })
      else { continue }
      #expect(schedule.fieldFaults.map(\.field) == ["anchorDate"])
    }
  }

  // MARK: G4

  @Test("G4: an invoice that takes the place of two names both, and both name it")
  func manyToMany() throws {
    let january: (CivilDate, CivilDate) = ("2026-01-01", "2026-01-31")
    var world = try World()
    func own(_ id: BillingSchedule.ID, until day: CivilDate? = nil, at amount: ExactDecimal = 100)
      -> Record
    {
      .monthly(id) {
        $0.billingContractId = "C"
        $0.cancellationDate = day
        $0.billingPeriodAmount = amount
      }
    }
    world.add(contract(), own("S3"))
    let first = try #require(bill(january, in: &world, target: "2026-01-02").made.first)
    world.add(own("T3"))
    let second = try #require(bill(january, in: &world, target: "2026-01-02").made.first)
    #expect(second.reinvoiceOf.isEmpty)
    let decision = bill(january, in: &world, target: "2026-01-02", reinvoice: true)
    let third = try #require(decision.made.first)
    #expect(third.reinvoiceOf == [first.id, second.id])
    #expect(
      decision.effects.invoices.reissues == [
        ReissueLink(earlier: first.id, later: third.id),
        ReissueLink(earlier: second.id, later: third.id),
      ])
    // Several take the place of one, and all of it is as billing it again would be.
    world.add(
      own("S3", until: "2026-01-11", at: 310),
      .monthly("T3") {
        $0.billingContractId = "C"
        $0.attributes.invoiceGroupType = .billingSchedule
      })
    let again = bill(january, in: &world, target: "2026-01-02", reinvoice: true)
    #expect(again.made.map(\.reinvoiceOf) == [[third.id], [third.id]])
    #expect(
      again.lines.sorted()
        == ["S3 2026-01-01..2026-01-10 100.00", "T3 2026-01-01..2026-01-31 100.00"])
    #expect(try world.progress("S3").billedAmount.decimalText == "100.00")
  }

  // MARK: G7

  @Test("G7: late usage is a line of its own period and never touches another's allowance")
  func lateUsage() throws {
    for (january, late, february, lines) in [
      (60, 50, 80, ["U 2026-01-01..2026-01-31 10.00", "U 2026-02-01..2026-02-28 0.00"]),
      (100, 10, 50, ["U 2026-01-01..2026-01-31 10.00", "U 2026-02-01..2026-02-28 0.00"]),
    ] as [(ExactDecimal, ExactDecimal, ExactDecimal, [String])] {
      var world = try World()
      world.add(
        Self.metered("U") {
          $0.unitPrice = 1
          $0.includedQuantity = 100
        },
        usage("1", january, "2026-01-10"))
      _ = world.generate(target: "2026-02-01", zeroAmountInvoices: true)
      world.add(usage("2", late, "2026-01-20"), usage("3", february, "2026-02-10"))
      let decision = world.generate(target: "2026-03-01")
      #expect(decision.lines == lines)
      #expect(decision.made.flatMap(\.lines).map(\.lateUsage) == [1, 0])
      let billed = try #require(decision.made.first?.lines.first?.usage)
      #expect(billed.consumedQuantity == late)
      #expect(billed.overageQuantity == 10)
      // A second time under the next number.
      world.add(usage("4", 7, "2026-01-21"))
      let next = world.generate(target: "2026-04-01")
      #expect(
        next.lines == ["U 2026-01-01..2026-01-31 7.00", "U 2026-03-01..2026-03-31 0.00"])
      #expect(next.made.flatMap(\.lines).map(\.lateUsage) == [2, 0])
    }
  }

  @Test("G7: a completely billed schedule takes late usage, is ready for it and completes again")
  func lateUsageOfCompleted() throws {
    var world = try World()
    let schedule = Self.metered("U") {
      $0.unitPrice = 1
      $0.includedQuantity = 100
      $0.endDate = "2026-02-28"
    }
    world.add(schedule, usage("1", 100, "2026-01-10"))
    _ = world.generate(target: "2026-03-01", zeroAmountInvoices: true)
    #expect(try world.progress("U").status == .completelyBilled)
    let recorded = world.handle(
      RecordUsage(usageRecords: [
        UsageRecord(id: "2", billingScheduleId: "U", quantity: 5, usageDate: "2026-01-20")
      ]))
    #expect(recorded.outcome == .succeeded)
    #expect(try world.progress("U").status == .readyForInvoicing)
    #expect(try world.progress("U").nextBillingDate == "2026-01-31")
    // Sent again, it stays ready.
    world.add(schedule)
    #expect(try world.progress("U").status == .readyForInvoicing)
    #expect(world.generate(target: "2026-03-05").lines == ["U 2026-01-01..2026-01-31 5.00"])
    #expect(try world.progress("U").status == .completelyBilled)
    #expect(try world.progress("U").nextChargeFromDate == "2026-03-01")
    // What charges nothing completes it as well, and still counts when more comes.
    world.add(usage("3", 60, "2026-02-20"))
    #expect(world.generate(target: "2026-03-05").skips == ["U ZeroAmount"])
    #expect(try world.progress("U").status == .completelyBilled)
    world.add(usage("4", 50, "2026-02-21"))
    #expect(world.generate(target: "2026-03-05").lines == ["U 2026-02-01..2026-02-28 10.00"])
    // Usage outside of its life is still refused.
    #expect(
      world.upsert([usage("5", 1, "2026-03-01")]).errors.map(\.code) == [.usageNotBilled])
  }

  @Test("G7: late usage of a period that is not due keeps its schedule ready")
  func lateUsageOfTwoPeriods() throws {
    var world = try World()
    world.add(
      Self.metered("U") {
        $0.unitPrice = 1
        $0.endDate = "2026-02-28"
      })
    _ = world.generate(target: "2026-03-01", zeroAmountInvoices: true)
    world.add(usage("1", 5, "2026-01-20"), usage("2", 7, "2026-02-20"))
    #expect(world.generate(target: "2026-02-01").lines == ["U 2026-01-01..2026-01-31 5.00"])
    #expect(try world.progress("U").status == .readyForInvoicing)
    #expect(try world.progress("U").nextBillingDate == "2026-02-28")
    #expect(world.generate(target: "2026-03-01").lines == ["U 2026-02-01..2026-02-28 7.00"])
    #expect(try world.progress("U").status == .completelyBilled)
  }

  @Test("G7: invoiced again, a cycle has all of its usage on one line")
  func lateUsageReinvoiced() throws {
    let january: (CivilDate, CivilDate) = ("2026-01-01", "2026-01-31")
    var world = try World()
    world.add(
      contract(),
      Self.metered("U") {
        $0.billingContractId = "C"
        $0.unitPrice = 1
        $0.includedQuantity = 100
      },
      usage("1", 110, "2026-01-10"))
    _ = bill(january, in: &world, target: "2026-02-01")
    world.add(usage("2", 5, "2026-01-20"))
    _ = bill(in: &world, target: "2026-03-01")
    #expect(try world.progress("U").billedAmount.decimalText == "15.00")
    world.add(usage("3", 7, "2026-01-21"))
    let again = bill(january, in: &world, target: "2026-03-01", reinvoice: true)
    #expect(again.lines == ["U 2026-01-01..2026-01-31 22.00"])
    #expect(again.made.first?.reinvoiceOf.count == 2)
    #expect(try world.progress("U").billedAmount.decimalText == "22.00")
    world.add(usage("4", 1, "2026-01-22"))
    #expect(
      bill(in: &world, target: "2026-04-01").lines
        == ["U 2026-01-01..2026-01-31 1.00", "U 2026-03-01..2026-03-31 0.00"])
  }
}
