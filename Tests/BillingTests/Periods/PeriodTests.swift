import CivilTime
import Monetary
import Testing

@testable import Billing

@Suite("Periods and proration")
struct PeriodTests {
  private func parts(
    _ record: Record, limit: Int = 4
  ) throws -> [String] {
    guard case .billingSchedule(let schedule) = record else { return [] }
    #expect(schedule.fieldFaults.isEmpty)
    guard let periods = schedule.unbilledPeriods(from: schedule.startDate) else { return [] }
    return (0..<min(limit, periods.count ?? limit)).compactMap { periods[$0] }.map {
      "\($0.part.from)..\($0.part.lastDay) of \($0.daysInFullPeriod)"
    }
  }

  @Test(
    "The nine totals observed on a live organisation",
    arguments: [
      ("2026-04-01", "2029-03-31", 12, "450.00", "1350.00"),
      ("2028-02-29", "2029-02-28", 12, "450.00", "451.23"),
      ("2026-08-31", "2026-09-30", 1, "1500.00", "1548.39"),
      ("2027-01-31", "2027-02-28", 1, "1500.00", "1548.39"),
      ("2026-07-01", "2026-09-29", 1, "1500.00", "4450.00"),
      ("2026-05-15", "2027-02-15", 1, "1500.00", "13553.57"),
      ("2026-06-15", "2027-12-31", 12, "1350.00", "2087.70"),
      ("2026-10-07", "2028-10-06", 12, "450.00", "900.00"),
      ("2026-09-15", "2027-06-30", 12, "900.00", "712.60"),
    ] as [(CivilDate, CivilDate, Int, ExactDecimal, String)])
  func observed(
    start: CivilDate, end: CivilDate, term: Int, amount: ExactDecimal, total: String
  ) throws {
    var world = try World()
    world.add(
      Record.monthly("S") {
        $0.billingMethod = .orderAmount
        $0.billingTerm = term
        $0.startDate = start
        $0.endDate = end
        $0.billingPeriodAmount = amount
      })
    #expect(try world.progress("S").pendingAmount?.decimalText == total)
    let decision = world.generate(target: "2199-01-01")
    #expect(decision.made.map(\.totalAmount.decimalText) == [total])
    #expect(try world.progress("S").status == .completelyBilled)
    #expect(try world.progress("S").pendingAmount?.isZero == true)
    #expect(try world.progress("S").billedAmount.decimalText == total)
  }

  @Test("A month's end does not drift")
  func anchored() throws {
    #expect(
      try parts(Record.monthly("S") { $0.startDate = "2027-01-31" }) == [
        "2027-01-31..2027-02-27 of 28", "2027-02-28..2027-03-30 of 31",
        "2027-03-31..2027-04-29 of 30", "2027-04-30..2027-05-30 of 31",
      ])
  }

  @Test("DayOfPeriod: the boundary in the start's month may lie before the start")
  func dayBeforeStart() throws {
    let record = Record.monthly("S") {
      $0.periodBoundary = .dayOfPeriod
      $0.billDayOfMonth = 15
      $0.startDate = "2026-01-20"
    }
    #expect(
      try parts(record, limit: 2) == [
        "2026-01-20..2026-02-14 of 31", "2026-02-15..2026-03-14 of 28",
      ])
  }

  @Test("DayOfPeriod: or after it; the first part then belongs to the period before")
  func dayAfterStart() throws {
    let record = Record.monthly("S") {
      $0.periodBoundary = .dayOfPeriod
      $0.billDayOfMonth = 31
      $0.billingTermUnit = .quarter
      $0.startDate = "2026-06-20"
    }
    // Boundary −1 is 31 March, boundary 0 the clipped 30 June.
    #expect(
      try parts(record, limit: 3) == [
        "2026-06-20..2026-06-29 of 91", "2026-06-30..2026-09-29 of 92",
        "2026-09-30..2026-12-30 of 92",
      ])
  }

  @Test(
    "AlignToCalendar begins with the calendar's unit",
    arguments: [
      (.week, 1, "2026-11-16", 7), (.month, 1, "2026-11-01", 30), (.quarter, 1, "2026-10-01", 92),
      (.semiAnnual, 1, "2026-07-01", 184), (.year, 1, "2026-01-01", 365),
      (.week, 2, "2026-11-16", 14), (.quarter, 2, "2026-10-01", 182),
    ] as [(BillingTermUnit, Int, CivilDate, Int)])
  func aligned(unit: BillingTermUnit, term: Int, boundary: CivilDate, length: Int) throws {
    let record = Record.monthly("S") {
      $0.periodBoundary = .alignToCalendar
      $0.billingTermUnit = unit
      $0.billingTerm = term
      $0.startDate = "2026-11-20"
    }
    let last = boundary.adding(days: length - 1)
    #expect(try parts(record, limit: 1) == ["2026-11-20..\(last) of \(length)"])
  }

  @Test("LastDayOfPeriod: periods end on the last day of a month")
  func lastDay() throws {
    let record = Record.monthly("S") {
      $0.periodBoundary = .lastDayOfPeriod
      $0.billingTerm = 2
      $0.startDate = "2026-01-20"
    }
    #expect(
      try parts(record, limit: 2) == [
        "2026-01-20..2026-02-28 of 59", "2026-03-01..2026-04-30 of 61",
      ])
  }

  @Test("The last period is cut at the end or the cancellation, whichever is first")
  func cut() throws {
    func record(_ end: CivilDate, _ cancellation: CivilDate?) -> Record {
      Record.monthly("S") {
        $0.billingMethod = .orderAmount
        $0.endDate = end
        $0.cancellationDate = cancellation
      }
    }
    #expect(try parts(record("2026-01-10", nil)) == ["2026-01-01..2026-01-10 of 31"])
    #expect(try parts(record("2026-01-10", "2026-01-05")) == ["2026-01-01..2026-01-04 of 31"])
    #expect(try parts(record("2026-01-10", "2026-03-01")) == ["2026-01-01..2026-01-10 of 31"])
    #expect(try parts(record("2026-01-10", "2026-01-01")) == [])
    #expect(try parts(record("2026-01-10", "2025-01-01")) == [])
  }

  @Test("Partial periods are charged in full where they may not be partial")
  func wholePeriodsOnly() throws {
    var world = try World()
    world.add(
      Record.monthly("S") {
        $0.billingMethod = .orderAmount
        $0.endDate = "2026-02-10"
        $0.arePartialPeriodsAllowed = false
      })
    #expect(
      world.generate(target: "2027-01-01").lines == [
        "S 2026-01-01..2026-01-31 100.00", "S 2026-02-01..2026-02-10 100.00",
      ])
  }

  @Test("OneTime is one line of the whole amount, in advance and in arrears")
  func oneTime() throws {
    for type in BillingType.allCases {
      var world = try World()
      world.add(
        Record.monthly("S") {
          $0.billingMethod = .orderAmount
          $0.billingTermUnit = .oneTime
          $0.billingType = type
          $0.startDate = "2026-03-10"
          $0.endDate = "2026-06-20"
          $0.cancellationDate = "2026-04-01"
        },
        Record.monthly("T") {
          $0.billingMethod = .orderAmount
          $0.billingTermUnit = .oneTime
          $0.billingType = type
          $0.startDate = "2026-03-10"
          $0.cancellationDate = "2026-03-10"
        },
        Record.monthly("U") {
          $0.billingMethod = .orderAmount
          $0.billingTermUnit = .oneTime
          $0.billingType = type
          $0.startDate = "2026-03-10"
        })
      #expect(try world.progress("S").nextBillingDate == "2026-03-10")
      #expect(try world.progress("T").status == .completelyBilled)
      #expect(world.generate(target: "2026-03-10").lines.isEmpty)
      #expect(
        world.generate(target: "2026-03-11").lines == [
          "S 2026-03-10..2026-06-20 100.00", "U 2026-03-10..2026-03-10 100.00",
        ])
      #expect(try world.progress("S").status == .completelyBilled)
      #expect(world.generate(target: "2030-01-01").lines.isEmpty)
    }
  }

  @Test(
    "In advance the first day billed is the next billing date, in arrears the last",
    arguments: [
      (.advance, "2026-01-20", "2026-02-15"), (.arrears, "2026-02-14", "2026-02-20"),
    ] as [(BillingType, CivilDate, CivilDate)])
  func nextBillingDate(type: BillingType, first: CivilDate, second: CivilDate) throws {
    var world = try World()
    world.add(
      Record.monthly("S") {
        $0.billingMethod = .orderAmount
        $0.billingType = type
        $0.periodBoundary = .dayOfPeriod
        $0.billDayOfMonth = 15
        $0.startDate = "2026-01-20"
        $0.endDate = "2026-02-20"
      })
    #expect(try world.progress("S").nextBillingDate == first)
    #expect(world.generate(target: first).made.isEmpty)
    #expect(world.generate(target: first, inclusive: true).made.count == 1)
    #expect(try world.progress("S").nextBillingDate == second)
    #expect(try world.progress("S").nextChargeFromDate == "2026-02-15")
    #expect(world.generate(target: second.adding(days: 1)).made.count == 1)
    #expect(try world.progress("S").nextBillingDate == nil)
    #expect(try world.progress("S").status == .completelyBilled)
  }

  @Test("Terms beyond any calendar are no trap")
  func absurdTerms() throws {
    for unit in [BillingTermUnit.day, .month, .year] {
      var world = try World()
      world.add(
        Record.monthly("S") {
          $0.billingTermUnit = unit
          $0.billingTerm = .max
        })
      #expect(world.generate(target: "2199-12-31").made.first?.lines.count == 1)
    }
  }
}
