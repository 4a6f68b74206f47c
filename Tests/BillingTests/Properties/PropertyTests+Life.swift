import CivilTime
import Monetary
import TestSupport
import Testing

@testable import Billing

/// No amount is lost over a schedule's life, whatever happens in it.
extension PropertyTests {
  @Test(
    "Whatever happens in a schedule's life, no day is left out and what counts as billed is on its lines"
  )
  func life() throws {
    var generator = SeededGenerator(seed: 34)
    var completed = 0
    for _ in 0..<Self.cases {
      let account = RandomAccount(schedules: 1, using: &generator)
      var life = ScheduleLife(try world(account), of: account.schedules[0])
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        try life.goOn(until: account.horizon(using: &generator), using: &generator)
        try life.check()
      }
      try life.end()
      try life.check()
      if try life.world.progress("S0").status == .completelyBilled { completed += 1 }
    }
    #expect(completed > Self.cases / 5)
  }

  @Test("A completely billed schedule comes to its total, whatever the steps")
  func total() throws {
    var generator = SeededGenerator(seed: 41)
    var totals = 0
    for _ in 0..<Self.cases {
      let account = RandomAccount(schedules: 2, using: &generator)
      var world = try world(account)
      for _ in 0..<2 { _ = bill(&world, by: account.horizon(using: &generator)) }
      _ = bill(&world, by: "2035-12-31")
      for schedule in account.schedules {
        guard let total = schedule.totalAmount else { continue }
        totals += 1
        let progress = try world.progress(schedule.id)
        #expect(progress.status == .completelyBilled)
        #expect(progress.billedAmount.decimal == total, "\(schedule)")
      }
    }
    #expect(totals > Self.cases / 10)
  }

  @Test(
    "Rounding moves a line by half a minor unit at most, so a life without total by half of one for each part"
  )
  func roundedOnce() throws {
    var generator = SeededGenerator(seed: 35)
    for _ in 0..<Self.cases {
      let code = generator.currency()
      var schedule = generator.schedule(in: code)
      schedule.arePartialPeriodsAllowed = true
      var world = try World(currency: code)
      world.add(.billingSchedule(schedule))
      let currency = try #require(Currency(code: code))
      let amount = try #require(
        Money(exactly: schedule.billingPeriodAmount, currency: currency))
      let boundaries = PeriodBoundaries(of: schedule)
      let target = ("2024-06-01" as CivilDate).adding(
        days: Int.random(in: 0...900, using: &generator))
      for line in world.generate(target: target, zeroAmountInvoices: true).made.flatMap(\.lines) {
        let period = try #require(line.period)
        let index = boundaries.index(holding: period.from)
        let full = Int128(boundaries.date(index).days(until: boundaries.date(index + 1)))
        // Exact: amount × days ÷ full, compared in multiples of 1 ÷ full.
        let error = line.amount.minorUnits * full - amount.minorUnits * Int128(period.days)
        #expect(2 * abs(error) <= full, "\(schedule) \(period)")
      }
    }
  }

  @Test(
    "A quantity amended, a part cancelled, a term renewed: all schedules together bill what the contract is worth"
  )
  func amendments() throws {
    var generator = SeededGenerator(seed: 36)
    var kinds: Set<BillingScheduleCategory> = []
    for _ in 0..<Self.cases {
      let currency = generator.currency()
      guard let family = ScheduleFamily(in: currency, using: &generator) else { continue }
      kinds.insert(family.amendment.category)
      var world = try World(currency: currency)
      world.add(.billingSchedule(family.original))
      // The original has been billed for some time when the amendment comes.
      let early = family.original.startDate.adding(days: Int.random(in: 0...500, using: &generator))
      var lines = bill(&world, by: early)
      world.add(.billingSchedule(family.amendment))
      for _ in 0..<2 {
        let days = Int.random(in: 0...900, using: &generator)
        lines += bill(&world, by: family.original.startDate.adding(days: days))
      }
      lines += bill(&world, by: "2034-12-31")
      #expect(Set(lines).count == lines.count)
      for id in [family.original.id, family.amendment.id] {
        #expect(try world.progress(id).status == .completelyBilled)
      }
      let billed = try world.progress(family.original.id).billedAmount.adding(
        world.progress(family.amendment.id).billedAmount)
      #expect(try billed == family.worth(), "\(family)")
    }
    #expect(kinds == [.amendQuantity, .cancellation, .renewal])
  }
}
