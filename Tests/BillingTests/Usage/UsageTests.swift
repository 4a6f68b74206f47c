import CivilTime
import Monetary
import TestSupport
import Testing

@testable import Billing

/// <doc:Generation#Amendments-and-bundles>: usage.
@Suite("Usage")
struct UsageTests {
  private func metered(_ change: (inout BillingSchedule) -> Void = { _ in }) -> Record {
    .monthly("U") {
      $0.billingMethod = .usage
      $0.billingType = .arrears
      $0.unitPrice = "0.5"
      $0.billingPeriodAmount = 0
      change(&$0)
    }
  }

  private func usage(
    _ id: UsageRecord.ID, _ quantity: ExactDecimal, _ date: CivilDate
  ) -> UsageRecord {
    UsageRecord(id: id, billingScheduleId: "U", quantity: quantity, usageDate: date)
  }

  private func record(_ records: UsageRecord...) -> any Request {
    RecordUsage(usageRecords: records)
  }

  private func quantities(_ decision: Decision) -> [String] {
    decision.made.flatMap(\.lines).map { line in
      guard let usage = line.usage else { return "-" }
      return "\(usage.consumedQuantity) \(usage.includedQuantity) \(usage.overageQuantity) "
        + line.amount.decimalText
    }
  }

  @Test("Billed in arrears: what was consumed beyond what is included, at the rate")
  func overage() throws {
    var world = try World()
    world.add(metered { $0.includedQuantity = 10 })
    let decision = world.handle(
      record(
        usage("1", "7.5", "2026-01-01"), usage("2", 6, "2026-01-31"), usage("3", 4, "2026-02-01")))
    #expect(decision.outcome == .succeeded)
    #expect(world.generate(target: "2026-01-31").skips == ["U NotDue"])
    let first = world.generate(target: "2026-02-01")
    #expect(first.lines == ["U 2026-01-01..2026-01-31 1.75"])
    #expect(quantities(first) == ["13.5 10 3.5 1.75"])
    #expect(try world.progress("U").billedAmount.decimalText == "1.75")
    let second = world.generate(target: "2026-03-01", zeroAmountInvoices: true)
    #expect(quantities(second) == ["4 10 0 0.00"])
  }

  @Test("Caught up, every record comes with its own period")
  func catchUp() throws {
    var world = try World()
    world.add(metered())
    _ = world.handle(
      record(usage("a", 1, "2026-03-31"), usage("b", 2, "2026-01-15"), usage("c", 3, "2026-02-28")))
    #expect(
      quantities(world.generate(target: "2026-04-01")) == [
        "2 0 2 1.00", "3 0 3 1.50", "1 0 1 0.50",
      ])
  }

  @Test("A record is billed once; a late one comes with the next invoice")
  func late() throws {
    var world = try World()
    world.add(metered())
    _ = world.handle(record(usage("1", 4, "2026-01-10")))
    let first = try #require(world.generate(target: "2026-02-01").made.first)
    #expect(world.facts.usageRecords["1"]?.invoiceId == first.id)
    _ = world.handle(record(usage("2", 6, "2026-01-11"), usage("3", 1, "2026-02-11")))
    let next = world.generate(target: "2026-03-01")
    #expect(quantities(next) == ["6 0 6 3.00", "1 0 1 0.50"])
    #expect(next.made.flatMap(\.lines).map(\.lateUsage) == [1, 0])
  }

  @Test("No usage is a zero line and no flat fee")
  func noUsage() throws {
    var world = try World()
    world.add(
      .monthly("S") { $0.billingType = .arrears },
      metered {
        $0.tierMode = .graduated
        $0.tiers = [UsageTier(upTo: nil, unitPrice: 1, flatFee: 50)]
      })
    let decision = world.generate(target: "2026-02-01")
    #expect(
      decision.lines == ["S 2026-01-01..2026-01-31 100.00", "U 2026-01-01..2026-01-31 0.00"])
    // Alone on its invoice it waits for the next one.
    world = try World()
    world.add(metered())
    #expect(world.generate(target: "2026-02-01").skips == ["U ZeroAmount"])
    _ = world.handle(record(usage("1", 2, "2026-02-02")))
    #expect(world.generate(target: "2026-03-01").lines.count == 2)
  }

  @Test("The same record again changes nothing; other usage under its identifier is refused")
  func idempotent() throws {
    var world = try World()
    world.add(metered())
    let first = usage("1", 4, "2026-01-10")
    #expect(world.handle(record(first, first)).effects.records.count == 1)
    #expect(world.handle(record(first)).effects.records.isEmpty)
    let other = world.handle(record(usage("2", 1, "2026-01-01"), usage("1", 5, "2026-01-10")))
    #expect(other.outcome == .failed)
    #expect(other.errors.map(\.code) == [.usageRecordConflict])
    #expect(other.errors.map(\.pointer) == ["/usageRecords/1/id"])
    #expect(world.facts.usageRecords["2"] == nil)
    _ = world.generate(target: "2026-02-01")
    #expect(world.handle(record(first)).outcome == .succeeded)
    #expect(world.generate(target: "2026-03-01").made.isEmpty)
  }

  @Test("An upsert corrects what is not billed, and nothing that is")
  func upsert() throws {
    var world = try World()
    world.add(metered())
    world.add(.usageRecord(usage("1", 4, "2026-01-10")))
    world.add(.usageRecord(usage("1", 6, "2026-01-10")))
    #expect(quantities(world.generate(target: "2026-02-01")) == ["6 0 6 3.00"])
    world.add(.usageRecord(usage("1", 6, "2026-01-10")))
    #expect(world.facts.usageRecords["1"]?.invoiceId != nil)
    let decision = world.upsert([.usageRecord(usage("1", 7, "2026-01-10"))])
    #expect(decision.errors.map(\.code) == [.recordAlreadyBilled])
  }

  @Test("Usage that no period would bill is refused, not lost")
  func refused() throws {
    var world = try World()
    world.add(metered { $0.endDate = "2026-01-31" }, .monthly("S"))
    let cases: [(UsageRecord, ErrorCode, String)] = [
      (usage("1", 1, "2025-12-31"), .usageNotBilled, "usageDate"),
      (usage("1", 1, "2026-02-01"), .usageNotBilled, "usageDate"),
      (
        UsageRecord(id: "1", billingScheduleId: "S", quantity: 1, usageDate: "2026-01-01"),
        .usageNotBilled, "billingScheduleId"
      ),
      (
        UsageRecord(id: "1", billingScheduleId: "X", quantity: 1, usageDate: "2026-01-01"),
        .billingScheduleNotFound, "billingScheduleId"
      ),
    ]
    for (usage, code, field) in cases {
      let decision = world.handle(record(usage))
      #expect(decision.errors.map(\.code) == [code])
      #expect(decision.errors.map(\.pointer) == ["/usageRecords/0/\(field)"])
    }
  }

  @Test("Usage of days that count as billed is refused")
  func countsAsBilled() throws {
    var world = try World()
    world.add(metered { $0.billedThroughDate = "2026-01-31" })
    // Named again or not, the days count as billed.
    for records in [
      [Record.usageRecord(usage("1", 1, "2026-01-31"))],
      [metered(), .usageRecord(usage("1", 1, "2026-01-31"))],
    ] {
      let decision = world.upsert(records)
      #expect(decision.errors.map(\.code) == [.usageNotBilled])
      #expect(decision.errors.first?.pointer?.hasSuffix("/usageDate") == true)
    }
    world.add(.usageRecord(usage("1", 1, "2026-02-01")))
  }

  @Test("Usage in one request with its schedule is judged by the schedule as it will be")
  func withItsSchedule() throws {
    var world = try World()
    world.add(metered { $0.endDate = "2026-01-31" })
    _ = world.generate(target: "2026-02-01", zeroAmountInvoices: true)
    let late = Record.usageRecord(usage("1", 1, "2026-01-05"))
    let outside = Record.usageRecord(usage("2", 1, "2026-02-05"))
    let refused = world.upsert([metered { $0.endDate = "2026-01-31" }, late, outside])
    #expect(refused.errors.map(\.pointer) == ["/records/2/usageDate"])
    world.add(metered { $0.endDate = "2026-02-28" }, late, outside)
    #expect(
      quantities(world.generate(target: "2026-03-01")) == ["1 0 1 0.50", "1 0 1 0.50"])
  }

  @Test("A schedule cannot end before the usage that waits for its next invoice")
  func strandedUsage() throws {
    let changes: [(String, (inout BillingSchedule) -> Void)] = [
      ("cancellationDate", { $0.cancellationDate = "2026-02-01" }),
      ("endDate", { $0.endDate = "2026-01-31" }), ("endDate", { $0.endDate = "2026-02-09" }),
    ]
    for (field, change) in changes {
      var world = try World()
      world.add(metered(), .usageRecord(usage("0", 4, "2026-01-10")))
      _ = world.generate(target: "2026-02-01")
      world.add(
        .usageRecord(usage("1", 4, "2026-01-20")), .usageRecord(usage("2", 4, "2026-02-10")))
      let decision = world.upsert([metered(change)])
      #expect(decision.errors.map(\.code) == [.usageNotBilled])
      #expect(decision.errors.map(\.pointer) == ["/records/0/\(field)"])
      // Once it is on an invoice nothing is lost any more.
      _ = world.generate(target: "2026-03-01")
      world.add(metered { $0.cancellationDate = "2026-03-01" })
    }
  }

  @Test("Fields that do not go together are refused")
  func combinations() {
    let faults: [((inout BillingSchedule) -> Void, [String])] = [
      ({ $0.billingType = .advance }, ["billingType"]),
      ({ $0.billingPeriodAmount = 1 }, ["billingPeriodAmount"]),
      ({ $0.billingTermUnit = .oneTime }, ["billingTermUnit"]),
      ({ $0.includedQuantity = -1 }, ["includedQuantity"]),
      ({ $0.tierMode = .volume }, ["tiers"]),
      ({ $0.tiers = [UsageTier(upTo: nil, unitPrice: 1)] }, ["tierMode"]),
      ({ $0.totalAmount = 1 }, ["totalAmount"]),
      (
        {
          $0.tierMode = .graduated
          $0.tiers = [UsageTier(upTo: 5, unitPrice: 1)]
        }, ["tiers"]
      ),
      (
        {
          $0.tierMode = .graduated
          $0.tiers = [
            UsageTier(upTo: 5, unitPrice: 1), UsageTier(upTo: 5, unitPrice: 1),
            UsageTier(upTo: nil, unitPrice: 1),
          ]
        }, ["tiers"]
      ),
      (
        {
          $0.billingMethod = .evergreen
          $0.billingPeriodAmount = 5
          $0.includedQuantity = 1
        }, ["includedQuantity"]
      ),
    ]
    for (change, fields) in faults {
      guard case .billingSchedule(let schedule) = metered(change) else { continue }
      #expect(schedule.fieldFaults.map(\.field) == fields)
    }
  }

  @Test("Whatever the order of records and runs, everything is billed once")
  func property() throws {
    var generator = SeededGenerator(seed: 61)
    for _ in 0..<PropertyTests.cases {
      var records: [UsageRecord] = []
      for number in 0..<12 {
        let day = ("2026-01-01" as CivilDate).adding(
          days: Int.random(in: 0..<300, using: &generator))
        records.append(
          usage(
            UsageRecord.ID("\(number)"), ExactDecimal(Int.random(in: 0...9, using: &generator)), day
          ))
      }
      var once = try World()
      var steps = try World()
      once.add(metered())
      steps.add(metered())
      _ = once.handle(RecordUsage(usageRecords: records))
      let all = once.generate(target: "2027-01-01", zeroAmountInvoices: true)
      var billed = Money.zero(all.made[0].currency)
      for record in records.shuffled(using: &generator) {
        _ = steps.handle(RecordUsage(usageRecords: [record]))
        for invoice in steps.generate(
          target: record.usageDate, zeroAmountInvoices: true
        ).made { billed = try billed.adding(invoice.totalAmount) }
      }
      for invoice in steps.generate(target: "2027-01-01", zeroAmountInvoices: true).made {
        billed = try billed.adding(invoice.totalAmount)
      }
      #expect(billed == all.made[0].totalAmount)
      #expect(steps.facts.usageRecords.values.allSatisfy { $0.invoiceId != nil })
    }
  }
}
