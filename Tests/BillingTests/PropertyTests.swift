import CivilTime
import Foundation
import Monetary
import TestSupport
import Testing

@testable import Billing

/// Properties of billing over random schedules. `PROPERTY_CASES` raises the number of cases.
@Suite("Properties")
struct PropertyTests {
  static let cases = ProcessInfo.processInfo.environment["PROPERTY_CASES"].flatMap(Int.init) ?? 150

  private func horizon(_ generator: inout SeededGenerator) -> CivilDate {
    ("2026-01-01" as CivilDate).adding(days: Int.random(in: -400...1_500, using: &generator))
  }

  private func world(_ schedules: [BillingSchedule]) throws -> World {
    var world = try World()
    #expect(world.upsert(schedules.map(Record.billingSchedule)).errors.isEmpty)
    return world
  }

  @Test("Lines and due days are what billing day by day says")
  func dayByDay() throws {
    var generator = SeededGenerator(seed: 20)
    for _ in 0..<Self.cases {
      let schedule = generator.schedule()
      let target = horizon(&generator)
      var world = try world([schedule])
      let expected = DayByDayBilling(schedule).lines(dueBefore: target)
      #expect(world.generate(target: target).lines == expected, "\(schedule) by \(target)")
    }
  }

  @Test("Two targets in a row bill what the later alone does")
  func inSteps() throws {
    var generator = SeededGenerator(seed: 21)
    for _ in 0..<Self.cases {
      let schedule = generator.schedule()
      let targets = (0..<4).map { _ in horizon(&generator) }
      var once = try world([schedule])
      var steps = try world([schedule])
      let atOnce = once.generate(target: targets.max() ?? targets[0]).lines
      let inSteps = targets.flatMap { steps.generate(target: $0).lines }
      #expect(inSteps == atOnce, "\(schedule) by \(targets)")
      #expect(try once.progress(schedule.id) == steps.progress(schedule.id))
    }
  }

  @Test("What was pending is billed in the end, and consecutive lines leave no day out")
  func pending() throws {
    var generator = SeededGenerator(seed: 22)
    for _ in 0..<Self.cases {
      let schedule = generator.schedule()
      var world = try world([schedule])
      guard let pending = try world.progress(schedule.id).pendingAmount else { continue }
      let lines = world.generate(target: "2199-12-31").made.flatMap(\.lines)
      let progress = try world.progress(schedule.id)
      #expect(progress.billedAmount == pending, "\(schedule)")
      #expect(progress.status == .completelyBilled)
      #expect(progress.pendingAmount?.isZero == true)
      for (line, next) in zip(lines, lines.dropFirst()) {
        #expect(line.period?.to == next.period?.from, "\(schedule)")
      }
    }
  }

  @Test("A suspension that has ended bills the same")
  func suspension() throws {
    var generator = SeededGenerator(seed: 23)
    for _ in 0..<Self.cases {
      let schedule = generator.schedule()
      let days = (0..<3).map { _ in horizon(&generator) }.sorted()
      guard days[0] < days[1], days[1] < days[2] else { continue }
      var plain = try world([schedule])
      var suspended = try world([schedule])
      suspended.add(
        .billingSuspension(
          BillingSuspension(
            id: "X", target: .account("A"), suspendDate: days[0], resumeDate: days[1])))
      let during = suspended.generate(target: days[0])
      #expect(during.made.isEmpty)
      #expect(suspended.generate(target: days[2]).lines == plain.generate(target: days[2]).lines)
    }
  }

  @Test("Neither the order in which schedules are stored nor in which they are named matters")
  func order() throws {
    var generator = SeededGenerator(seed: 24)
    for _ in 0..<(Self.cases / 5) {
      let schedules = (0..<6).map { generator.schedule(BillingSchedule.ID("S\($0)")) }
      let target = horizon(&generator)
      var first = try world(schedules)
      var second = try world(schedules.shuffled(using: &generator))
      let ids = schedules.map(\.id)
      let one = first.generate(.billingSchedules(ids), target: target)
      let other = second.generate(
        .billingSchedules(ids.shuffled(using: &generator)), target: target)
      #expect(one == other)
    }
  }

  @Test("The order of requests does not matter for what is billed")
  func requests() throws {
    var generator = SeededGenerator(seed: 27)
    for _ in 0..<(Self.cases / 5) {
      let schedules = (0..<4).map { generator.schedule(BillingSchedule.ID("S\($0)")) }
      let steps = schedules.flatMap { schedule in
        (0..<2).map { _ in (schedule.id, horizon(&generator)) }
      }
      let last = horizon(&generator).adding(days: 2_000)
      var lines: [Set<String>] = []
      for order in [steps, steps.shuffled(using: &generator)] {
        var world = try world(schedules)
        var billed: [String] = []
        for (id, target) in order {
          billed += world.generate(.billingSchedules([id]), target: target).lines
        }
        billed += world.generate(target: last).lines
        #expect(Set(billed).count == billed.count)
        lines.append(Set(billed))
      }
      #expect(lines[0] == lines[1])
    }
  }

  @Test("An invoice's sums are those of its lines and their taxes")
  func totals() throws {
    var generator = SeededGenerator(seed: 25)
    for _ in 0..<(Self.cases / 5) {
      let schedules = (0..<6).map { generator.schedule(BillingSchedule.ID("S\($0)")) }
      var world = try world(schedules)
      world.add(
        .taxTreatment(
          TaxTreatment(id: "T", name: "T", isTaxable: true, taxCode: "std", isDefault: true)),
        .taxRate(
          TaxRate(
            id: "R", country: "NO", taxCode: "std", name: "VAT", percent: "7.7",
            effectiveFrom: "2020-01-01")))
      for invoice in world.generate(target: horizon(&generator)).made {
        let lines = invoice.lines
        let total = try Money.sum(lines.map(\.amount), currency: invoice.currency)
        #expect(invoice.totalAmount == total)
        let tax = try Money.sum(
          lines.flatMap { $0.taxes.map(\.amount) }, currency: invoice.currency)
        #expect(invoice.totalTaxAmount == tax)
        #expect(try tax == total.percentage("7.7"))
        #expect(try invoice.totalAmountWithTax == total.adding(tax))
      }
    }
  }

  @Test("Boundaries are found by arithmetic as a search finds them, and never drift")
  func boundaries() {
    var generator = SeededGenerator(seed: 26)
    for _ in 0..<Self.cases {
      let schedule = generator.schedule()
      guard schedule.billingTermUnit != .oneTime else { continue }
      let boundaries = PeriodBoundaries(of: schedule)
      for index in -3..<40 {
        let from = boundaries.date(index)
        let to = boundaries.date(index + 1)
        #expect(from < to)
        #expect(boundaries.index(holding: from) == index)
        #expect(boundaries.index(holding: to.adding(days: -1)) == index)
      }
    }
  }
}
