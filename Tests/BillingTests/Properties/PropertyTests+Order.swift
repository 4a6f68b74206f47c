import CivilTime
import Monetary
import TestSupport
import Testing

@testable import Billing

extension PropertyTests {
  @Test("Neither the order in which schedules are stored nor in which they are named matters")
  func orderOfSchedules() throws {
    var generator = SeededGenerator(seed: 24)
    for _ in 0..<Self.cases {
      let account = RandomAccount(schedules: 5, using: &generator)
      let target = account.horizon(using: &generator)
      var first = try world(account)
      var second = try world(account, account.records.shuffled(using: &generator))
      let ids = account.schedules.map(\.id)
      var one = first.generate(.billingSchedules(ids), target: target)
      var other = second.generate(
        .billingSchedules(ids.shuffled(using: &generator)), target: target)
      // Warnings point to where the request names the schedule.
      #expect(one.warnings.map(\.message) == other.warnings.map(\.message))
      one.warnings = []
      other.warnings = []
      #expect(one == other)
    }
  }

  @Test("The order of the records of an upsert, and of upserts, does not matter")
  func orderOfRecords() throws {
    var generator = SeededGenerator(seed: 29)
    for _ in 0..<Self.cases {
      let account = RandomAccount(schedules: 4, using: &generator)
      let target = account.horizon(using: &generator)
      var first = try world(account)
      // What refers to nothing of each other, in any order: groups and rates, then schedules, then usage.
      var second = try World(currency: account.currency)
      let schedules = account.schedules.map(Record.billingSchedule)
      let usage = account.usage.map(Record.usageRecord)
      let others = account.records.dropLast(schedules.count + usage.count)
      #expect(second.upsert(others.shuffled(using: &generator)).errors.isEmpty)
      for records in [schedules, usage] {
        for record in records.shuffled(using: &generator).chunked(using: &generator) {
          #expect(second.upsert(record).errors.isEmpty)
        }
      }
      #expect(bill(&first, by: target) == bill(&second, by: target), "\(account.schedules)")
      for schedule in account.schedules {
        #expect(try first.schedule(schedule.id) == second.schedule(schedule.id))
      }
    }
  }

  @Test(
    "The order in which usage is recorded does not matter; late or not, all of it is billed once")
  func orderOfUsage() throws {
    var generator = SeededGenerator(seed: 30)
    for _ in 0..<Self.cases {
      let account = RandomAccount(schedules: 3, using: &generator)
      let unrecorded = account.records.filter {
        if case .usageRecord = $0 { false } else { true }
      }
      var first = try world(account, unrecorded)
      var second = try world(account, unrecorded)
      for usage in account.usage { _ = first.handle(RecordUsage(usageRecords: [usage])) }
      for usage in account.usage.shuffled(using: &generator).chunked(using: &generator) {
        _ = second.handle(RecordUsage(usageRecords: usage))
      }
      let target = account.horizon(using: &generator)
      #expect(bill(&first, by: target) == bill(&second, by: target))

      // Recorded while billing goes on: other invoices, and nothing of it twice or never.
      var late = try world(account, unrecorded)
      var consumed: [BillingSchedule.ID: ExactDecimal] = [:]
      var recorded: [BillingSchedule.ID: ExactDecimal] = [:]
      func take(_ decision: Decision) throws {
        for line in decision.made.flatMap(\.lines) {
          guard let id = line.billingScheduleId, let usage = line.usage else { continue }
          consumed[id] = try (consumed[id] ?? 0).adding(usage.consumedQuantity)
        }
      }
      for usage in account.usage.shuffled(using: &generator) {
        let decision = late.handle(RecordUsage(usageRecords: [usage]))
        // Also of a schedule that is completely billed.
        #expect(decision.errors.isEmpty)
        let id = usage.billingScheduleId
        recorded[id] = try (recorded[id] ?? 0).adding(usage.quantity)
        try take(
          late.generate(
            target: account.horizon(using: &generator), zeroAmountInvoices: true))
      }
      // Past every usage day, and to the end of the period that holds it.
      for id in account.schedules.map(\.id) {
        for _ in 0..<3 where !late.facts.unbilledUsage(of: id).isEmpty {
          let next = try #require(late.progress(id).nextBillingDate)
          try take(
            late.generate(
              .billingSchedules([id]), target: max(next, "2027-08-01"), inclusive: true,
              zeroAmountInvoices: true))
        }
      }
      for (id, quantity) in recorded { #expect(consumed[id] == quantity, "\(account.usage)") }
      #expect(late.facts.usageRecords.values.allSatisfy { $0.invoiceId != nil })

      // What is charged in all does not depend on the order either, whatever the allowance and the tiers.
      for day: CivilDate in ["2027-12-31", "2029-06-30"] {
        _ = bill(&first, by: day)
        _ = bill(&late, by: day)
      }
      for schedule in account.schedules {
        #expect(
          try first.progress(schedule.id).billedAmount == late.progress(schedule.id).billedAmount,
          "\(schedule) \(account.usage)")
      }
    }
  }

  @Test("The order of requests does not matter for what is billed")
  func orderOfRequests() throws {
    var generator = SeededGenerator(seed: 27)
    for _ in 0..<Self.cases {
      let account = RandomAccount(schedules: 4, using: &generator)
      let steps = account.schedules.flatMap { schedule in
        (0..<2).map { _ in (schedule.id, account.horizon(using: &generator)) }
      }
      let last = account.horizon(using: &generator)
      var lines: [[String]] = []
      for order in [steps, steps.shuffled(using: &generator)] {
        var world = try world(account)
        var billed: [String] = []
        for (id, target) in order {
          billed +=
            world.generate(
              .billingSchedules([id]), target: target, zeroAmountInvoices: true
            ).lines
        }
        billed += bill(&world, by: last)
        #expect(Set(billed).count == billed.count)
        lines.append(billed.sorted())
      }
      #expect(lines[0] == lines[1])
    }
  }
}

extension Array {
  /// Cut into pieces of one to three.
  fileprivate func chunked(using generator: inout SeededGenerator) -> [[Element]] {
    var chunks: [[Element]] = []
    var rest = self[...]
    while !rest.isEmpty {
      let count = Int.random(in: 1...3, using: &generator)
      chunks.append(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    return chunks
  }
}
