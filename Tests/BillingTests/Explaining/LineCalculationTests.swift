import CivilTime
import Monetary
import Testing

@testable import Billing

/// <doc:Lifecycle#Every-amount-explains-itself>: what a line keeps of how its amount came about.
@Suite("Calculations of lines")
struct LineCalculationTests {
  /// `Prorated 2026-01-01..2026-01-31 17/31 of 100.00` for every line, `-` for none.
  private func calculations(_ decision: Decision) -> [String] {
    decision.made.flatMap(\.lines).map { line in
      guard let calculation = line.calculation else { return "-" }
      var text = calculation.kind.rawValue
      if let full = calculation.fullPeriod { text += " \(full.from)..\(full.lastDay)" }
      if let days = calculation.days, let whole = calculation.ofDays { text += " \(days)/\(whole)" }
      if let basis = calculation.basisAmount { text += " of \(basis.decimalText)" }
      if let total = calculation.totalAmount { text += " total \(total.decimalText)" }
      if let billed = calculation.billedBefore { text += " − \(billed.decimalText)" }
      for step in calculation.tierSteps {
        let fee = step.flatFee.map { "+\($0)" } ?? ""
        text += " [\(step.from)–\(step.upTo?.description ?? "") \(step.quantity)×\(step.unitPrice)"
        text += "\(fee)=\(step.amount)]"
      }
      if let included = calculation.includedQuantity { text += " included \(included)" }
      return text
    }
  }

  private func metered(_ change: (inout BillingSchedule) -> Void = { _ in }) -> Record {
    .monthly("U") {
      $0.billingMethod = .usage
      $0.billingType = .arrears
      $0.unitPrice = "0.5"
      $0.billingPeriodAmount = 0
      change(&$0)
    }
  }

  private func use(_ id: UsageRecord.ID, _ quantity: ExactDecimal, _ day: CivilDate) -> any Request
  {
    RecordUsage(usageRecords: [
      UsageRecord(id: id, billingScheduleId: "U", quantity: quantity, usageDate: day)
    ])
  }

  @Test("A plain full period has none")
  func plain() throws {
    var world = try World()
    world.add(.monthly("S"))
    #expect(calculations(world.generate(target: "2026-03-02")) == ["-", "-", "-"])
  }

  @Test("A part of a period is prorated, at the start and at the end")
  func prorated() throws {
    var world = try World()
    world.add(
      .monthly("S") {
        $0.billingMethod = .orderAmount
        $0.startDate = "2026-01-15"
        $0.endDate = "2026-03-10"
        $0.periodBoundary = .alignToCalendar
      })
    let decision = world.generate(target: "2026-04-01")
    #expect(
      calculations(decision) == [
        "Prorated 2026-01-01..2026-01-31 17/31 of 100.00", "-",
        "Prorated 2026-03-01..2026-03-31 10/31 of 100.00",
      ])
    #expect(decision.made[0].lines.map(\.amount.decimalText) == ["54.84", "100.00", "32.26"])
  }

  @Test(
    "A part that is charged in full says so: all days are charged; the rest completes the period")
  func chargedInFull() throws {
    var world = try World()
    world.add(
      .monthly("S") {
        $0.billingMethod = .orderAmount
        $0.endDate = "2026-01-10"
        $0.arePartialPeriodsAllowed = false
      })
    let first = world.generate(target: "2026-04-01")
    #expect(calculations(first) == ["Prorated 2026-01-01..2026-01-31 31/31 of 100.00"])
    world.add(
      .monthly("S") {
        $0.billingMethod = .orderAmount
        $0.endDate = "2026-02-28"
        $0.arePartialPeriodsAllowed = false
      })
    let rest = world.generate(target: "2026-04-01", zeroAmountInvoices: true)
    #expect(rest.lines.first == "S 2026-01-11..2026-01-31 0.00")
    #expect(
      calculations(rest) == ["CompletesTotal 2026-01-01..2026-01-31 total 100.00 − 100.00", "-"])
  }

  @Test("E8: what completes a total names it, and what was billed before")
  func completesTotal() throws {
    var world = try World()
    world.add(
      .monthly("S") {
        $0.billingMethod = .orderAmount
        $0.endDate = "2026-03-31"
        $0.billingPeriodAmount = "333.33"
        $0.totalAmount = 1000
      })
    #expect(
      calculations(world.generate(target: "2026-04-01")) == [
        "-", "-",
        "CompletesTotal 2026-03-01..2026-03-31 of 333.33 total 1000.00 − 666.66",
      ])
  }

  @Test("A last full period that is what it is anyway has none")
  func completesPlainly() throws {
    var world = try World()
    world.add(
      .monthly("S") {
        $0.billingMethod = .orderAmount
        $0.endDate = "2026-02-28"
        $0.totalAmount = 200
      })
    #expect(calculations(world.generate(target: "2026-04-01")) == ["-", "-"])
  }

  @Test("A last part completes the total, and keeps its days")
  func completesWithPart() throws {
    var world = try World()
    world.add(
      .monthly("S") {
        $0.billingMethod = .orderAmount
        $0.endDate = "2026-02-14"
        $0.totalAmount = "150.01"
      })
    #expect(
      calculations(world.generate(target: "2026-04-01")) == [
        "-", "CompletesTotal 2026-02-01..2026-02-28 14/28 of 100.00 total 150.01 − 100.00",
      ])
  }

  @Test("A charge made once is one")
  func oneTime() throws {
    var world = try World()
    world.add(
      .monthly("S") {
        $0.billingMethod = .orderAmount
        $0.billingTermUnit = .oneTime
        $0.endDate = "2026-05-31"
      })
    #expect(calculations(world.generate(target: "2026-02-01")) == ["OneTime of 100.00"])
  }

  @Test("Usage keeps the tiers that it reached, step by step")
  func tiers() throws {
    var world = try World()
    world.add(
      metered {
        $0.includedQuantity = 2
        $0.tierMode = .graduated
        $0.tiers = [
          UsageTier(upTo: 5, unitPrice: 2, flatFee: 1), UsageTier(upTo: 10, unitPrice: "0.125"),
          UsageTier(upTo: nil, unitPrice: "0.1"),
        ]
      })
    _ = world.handle(use("1", 9, "2026-01-10"))
    #expect(
      calculations(world.generate(target: "2026-02-01")) == [
        "Usage [0–5 5×2+1=11] [5–10 2×0.125=0.25] included 2"
      ])
  }

  @Test("A volume tier prices all; a rate needs no step; nothing used none")
  func volumeAndRate() throws {
    var world = try World()
    world.add(
      metered {
        $0.tierMode = .volume
        $0.tiers = [UsageTier(upTo: 5, unitPrice: 2), UsageTier(upTo: nil, unitPrice: "1.5")]
      })
    _ = world.handle(use("1", 7, "2026-01-10"))
    #expect(
      calculations(world.generate(target: "2026-03-01")) == [
        "Usage [5– 7×1.5=10.5] included 0", "Usage included 0",
      ])
    world = try World()
    world.add(metered())
    _ = world.handle(use("1", 7, "2026-01-10"))
    #expect(calculations(world.generate(target: "2026-02-01")) == ["Usage included 0"])
  }

  @Test("Late usage keeps the price of all usage of its period, and of what was billed before")
  func lateUsage() throws {
    var world = try World()
    world.add(metered { $0.includedQuantity = 5 })
    _ = world.handle(use("1", 4, "2026-01-10"))
    _ = world.generate(target: "2026-02-01", zeroAmountInvoices: true)
    _ = world.handle(use("2", 6, "2026-01-11"))
    _ = world.handle(use("3", 1, "2026-02-11"))
    #expect(
      calculations(world.generate(target: "2026-03-01")) == [
        "LateUsage total 2.50 − 0.00 [0– 5×0.5=2.5] included 5", "Usage included 5",
      ])
  }
}
