import CivilTime
import Foundation
import Monetary
import TestSupport
import Testing

@testable import Billing

/// Properties of billing over random accounts. `PROPERTY_CASES` raises the number of cases.
@Suite("Properties")
struct PropertyTests {
  static let cases = ProcessInfo.processInfo.environment["PROPERTY_CASES"].flatMap(Int.init) ?? 150

  /// A world that holds all of an account, in the order given.
  func world(
    _ account: RandomAccount, _ records: [Record]? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> World {
    var world = try World(currency: account.currency)
    let decision = world.upsert(records ?? account.records)
    #expect(
      decision.errors.isEmpty, "\(account.schedules): \(decision.errors)",
      sourceLocation: sourceLocation)
    return world
  }

  /// Everything due by a day, and on it, lines of nothing included, in an order that does not depend on invoices.
  func bill(
    _ world: inout World, by day: CivilDate, sourceLocation: SourceLocation = #_sourceLocation
  ) -> [String] {
    let decision = world.generate(target: day, inclusive: true, zeroAmountInvoices: true)
    #expect(decision.errors.isEmpty && decision.failed.isEmpty, sourceLocation: sourceLocation)
    return decision.lines.sorted()
  }

  @Test("Lines and due days are what billing day by day says")
  func dayByDay() throws {
    var generator = SeededGenerator(seed: 20)
    for _ in 0..<Self.cases {
      let currency = generator.currency()
      let schedule = generator.schedule(in: currency)
      let target = ("2026-01-01" as CivilDate).adding(
        days: Int.random(in: -400...1_500, using: &generator))
      var world = try World(currency: currency)
      world.add(.billingSchedule(schedule))
      let expected = DayByDayBilling(
        schedule, digits: SeededGenerator.digits(of: currency)
      ).lines(dueBefore: target)
      let decision = world.generate(target: target, zeroAmountInvoices: true)
      #expect(decision.lines == expected, "\(schedule) by \(target)")
    }
  }

  @Test("Billing period by period equals billing at once")
  func periodByPeriod() throws {
    var generator = SeededGenerator(seed: 28)
    var lineCount = 0
    for _ in 0..<Self.cases {
      let account = RandomAccount(
        schedules: Int.random(in: 1...4, using: &generator), using: &generator)
      var steps = try world(account)
      var inSteps: [String] = []
      var last = account.schedules.map(\.startDate).min() ?? "2024-01-01"
      for _ in 0..<Int.random(in: 1...25, using: &generator) {
        let next = steps.facts.schedules.values.compactMap { $0.progress?.nextBillingDate }.min()
        guard let next else { break }
        last = max(last, next)
        let lines = bill(&steps, by: last)
        #expect(!lines.isEmpty, "\(account.schedules) by \(last)")
        inSteps += lines
      }
      var once = try world(account)
      #expect(bill(&once, by: last) == inSteps.sorted(), "\(account.schedules) by \(last)")
      for schedule in account.schedules {
        #expect(try once.progress(schedule.id) == steps.progress(schedule.id))
      }
      lineCount += inSteps.count
    }
    // Nothing is equal to nothing too easily.
    #expect(lineCount > Self.cases)
  }

  @Test("Two targets in a row bill what the later alone does")
  func inSteps() throws {
    var generator = SeededGenerator(seed: 21)
    for _ in 0..<Self.cases {
      let account = RandomAccount(schedules: 2, using: &generator)
      let targets = (0..<4).map { _ in account.horizon(using: &generator) }
      var once = try world(account)
      var steps = try world(account)
      let atOnce = bill(&once, by: targets.max() ?? targets[0])
      let inSteps = targets.flatMap { bill(&steps, by: $0) }
      #expect(inSteps.sorted() == atOnce, "\(account.schedules) by \(targets)")
      for schedule in account.schedules {
        #expect(try once.progress(schedule.id) == steps.progress(schedule.id))
      }
    }
  }

  @Test("What was pending is billed in the end, and consecutive lines leave no day out")
  func pending() throws {
    var generator = SeededGenerator(seed: 22)
    for _ in 0..<Self.cases {
      let account = RandomAccount(schedules: 1, using: &generator)
      let schedule = account.schedules[0]
      var world = try world(account)
      guard let pending = try world.progress(schedule.id).pendingAmount,
        !schedule.isWaitingForMilestone
      else { continue }
      let lines = world.generate(target: "2199-12-31", zeroAmountInvoices: true).made
        .flatMap(\.lines)
      let progress = try world.progress(schedule.id)
      #expect(progress.billedAmount == pending, "\(schedule)")
      #expect(progress.status == .completelyBilled)
      #expect(progress.pendingAmount?.isZero == true)
      for (line, next) in zip(lines, lines.dropFirst()) {
        #expect(line.period?.to == next.period?.from, "\(schedule)")
      }
    }
  }

  @Test("An invoice's sums are those of its lines and their taxes, and a tax is rounded once")
  func totals() throws {
    var generator = SeededGenerator(seed: 25)
    for _ in 0..<Self.cases {
      let account = RandomAccount(schedules: 5, using: &generator)
      var world = try world(account)
      world.add(
        .taxTreatment(
          TaxTreatment(id: "T", name: "T", isTaxable: true, taxCode: "std", isDefault: true)),
        .taxRate(
          TaxRate(
            id: "R", country: "NO", taxCode: "std", name: "VAT",
            percent: generator.pick(["7.7", "25", "0", "19.375", "8.25"]),
            effectiveFrom: "2020-01-01")))
      for invoice in world.generate(target: account.horizon(using: &generator)).made {
        let lines = invoice.lines
        let total = try Money.sum(lines.map(\.amount), currency: invoice.currency)
        #expect(invoice.totalAmount == total)
        let taxes = lines.flatMap(\.taxes)
        #expect(taxes.count == lines.count)
        let tax = try Money.sum(taxes.map(\.amount), currency: invoice.currency)
        #expect(invoice.totalTaxAmount == tax)
        #expect(try tax == total.percentage(#require(taxes.first).rate))
        #expect(try invoice.totalAmountWithTax == total.adding(tax))
        #expect(invoice.balance == invoice.totalAmountWithTax)
      }
    }
  }
}
