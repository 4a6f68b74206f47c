import CivilTime
import TestSupport
import Testing

@testable import Billing

extension PropertyTests {
  @Test("Boundaries are found by arithmetic as a search finds them")
  func boundaries() {
    var generator = SeededGenerator(seed: 26)
    for _ in 0..<Self.cases {
      let schedule = recurring(&generator)
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

  @Test(
    "Month-end anchors never drift: k terms on, each boundary is on its anchor's day or the month's last"
  )
  func anchors() {
    var generator = SeededGenerator(seed: 32)
    for _ in 0..<Self.cases {
      let schedule = recurring(&generator)
      let boundaries = PeriodBoundaries(of: schedule)
      let zero = boundaries.date(0)
      let length = Self.length(of: schedule)
      for index in [-2, -1, 0, 1, 2, 3, 11, 12, 13, 48, 100, 999] {
        let date = boundaries.date(index)
        guard let months = length.months else {
          #expect(zero.days(until: date) == index * length.days, "\(schedule)")
          continue
        }
        let passed = (date.year - zero.year) * 12 + date.month - zero.month
        #expect(passed == index * months, "\(schedule)")
        #expect(date.day == min(Self.anchorDay(of: schedule), date.daysInMonth), "\(schedule)")
      }
    }
  }

  @Test("Billed late, cut short or extended, a period still begins where its anchor says")
  func anchorsOfLines() throws {
    var generator = SeededGenerator(seed: 33)
    for _ in 0..<Self.cases {
      var schedule = generator.schedule()
      guard schedule.billingTermUnit.length != nil, schedule.endDate != nil else { continue }
      var world = try World()
      world.add(.billingSchedule(schedule))
      var starts: [CivilDate] = []
      // Where billing had come to an end within a period, it goes on when the schedule is extended.
      var resumptions: Set<CivilDate> = []
      for _ in 0..<4 {
        let target = schedule.startDate.adding(days: Int.random(in: 0...700, using: &generator))
        starts += world.generate(target: target, zeroAmountInvoices: true).made.flatMap(\.lines)
          .compactMap(\.period?.from)
        let progress = try world.progress("S")
        if progress.status == .completelyBilled { resumptions.insert(progress.nextChargeFromDate) }
        schedule.cancellationDate = nil
        schedule.endDate = schedule.endDate?.adding(days: Int.random(in: 0...40, using: &generator))
        world.add(.billingSchedule(schedule))
      }
      let boundaries = PeriodBoundaries(of: schedule)
      for (before, from) in zip(starts, starts.dropFirst()) {
        #expect(before < from)
        let isBoundary = boundaries.date(boundaries.index(holding: from)) == from
        #expect(isBoundary || resumptions.contains(from), "\(schedule): \(from)")
      }
    }
  }

  private func recurring(_ generator: inout SeededGenerator) -> BillingSchedule {
    while true {
      let schedule = generator.schedule()
      if schedule.billingTermUnit != .oneTime { return schedule }
    }
  }

  /// Written down apart from the program's own tables.
  private static func length(of schedule: BillingSchedule) -> (months: Int?, days: Int) {
    let term = schedule.billingTerm
    return switch schedule.billingTermUnit {
    case .day, .oneTime: (nil, term)
    case .week: (nil, 7 * term)
    case .month: (term, 0)
    case .quarter: (3 * term, 0)
    case .semiAnnual: (6 * term, 0)
    case .year: (12 * term, 0)
    }
  }

  private static func anchorDay(of schedule: BillingSchedule) -> Int {
    switch schedule.periodBoundary {
    case .anniversary: (schedule.anchorDate ?? schedule.startDate).day
    case .dayOfPeriod: schedule.billDayOfMonth ?? 0
    case .alignToCalendar, .lastDayOfPeriod: 1
    }
  }
}
