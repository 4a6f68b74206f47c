import CivilTime
import Testing

@testable import Billing

@Suite("Scheduler occurrences")
struct OccurrenceTests {
  @Test("E38: target and invoice date follow the run date")
  func dates() throws {
    let scheduler = InvoiceScheduler.daily {
      $0.rule = .weekly(.monday)
      $0.targetDateOffset = -7
      $0.invoiceDateOffset = 7
    }
    #expect(scheduler.dates(after: "2026-12-02T00:00:00Z") == ["2026-12-07", "2026-12-14"])
    var scenario = SchedulerScenario(scheduler, activatedAt: "2026-12-02T00:00:00Z")
    let run = try #require(scenario.turn(at: "2026-12-07T06:00:00Z").run)
    let terms = try #require(run.terms)
    #expect(run.runDate == "2026-12-07")
    #expect(terms.targetDate == "2026-11-30")
    #expect(terms.invoiceDate == "2026-12-07")
    // What is due on 11-29 is billed, on 11-30 not.
    #expect(terms.lastDueDay == "2026-11-29")
    #expect(run.scheduledFor == "2026-12-07T06:00:00Z")
    #expect(run.schedulerId == "S")
    #expect(run.kind == .generate)
  }

  @Test("E38: an invoice date from the run date; given dates of a Once scheduler")
  func otherDates() {
    let fromRunDate = InvoiceScheduler.daily {
      $0.targetDateOffset = -7
      $0.invoiceDateOffset = 3
      $0.isInvoiceDateFromRunDate = true
    }
    #expect(fromRunDate.dates(of: "2026-12-07") == ("2026-11-30", "2026-12-10"))
    let once = InvoiceScheduler.daily {
      $0.rule = .once
      $0.targetDate = "2026-12-31"
      $0.invoiceDate = "2027-01-01"
    }
    #expect(once.dates(of: "2026-12-07") == ("2026-12-31", "2027-01-01"))
  }

  @Test(
    "E39: days of the month",
    arguments: [
      (OccurrenceRule.monthlyDay(31), ["2027-01-31", "2027-02-28", "2027-03-31"]),
      (.monthlyDay(30), ["2027-01-30", "2027-02-28", "2027-03-30"]),
      (.monthlyFromEnd(0), ["2027-01-31", "2027-02-28", "2027-03-31"]),
      (.monthlyFromEnd(1), ["2027-01-30", "2027-02-27", "2027-03-30"]),
      (.monthlyFromEnd(2), ["2027-01-29", "2027-02-26", "2027-03-29"]),
      (.monthlyNth(.first, .monday), ["2027-01-04", "2027-02-01", "2027-03-01"]),
      (.monthlyNth(.second, .friday), ["2027-01-08", "2027-02-12", "2027-03-12"]),
      (.monthlyNth(.third, .wednesday), ["2027-01-20", "2027-02-17", "2027-03-17"]),
      (.monthlyNth(.fourth, .sunday), ["2027-01-24", "2027-02-28", "2027-03-28"]),
      (.monthlyNth(.last, .sunday), ["2027-01-31", "2027-02-28", "2027-03-28"]),
      (.weekly(.thursday), ["2027-01-07", "2027-01-14", "2027-01-21"]),
      (.daily, ["2027-01-01", "2027-01-02", "2027-01-03"]),
      (.once, []),
    ] as [(OccurrenceRule, [CivilDate])])
  func days(rule: OccurrenceRule, expected: [CivilDate]) {
    let scheduler = InvoiceScheduler.daily { $0.rule = rule }
    #expect(scheduler.dates(after: "2027-01-01T00:00:00Z", 3) == expected)
  }

  @Test("In a leap year the month's last days are February's")
  func leapYear() {
    let last = InvoiceScheduler.daily { $0.rule = .monthlyDay(31) }
    #expect(last.dates(after: "2028-02-01T00:00:00Z", 1) == ["2028-02-29"])
  }

  @Test("No occurrence before startDate or after endDate, which both may have one")
  func bounds() {
    let scheduler = InvoiceScheduler.daily {
      $0.startDate = "2026-12-05"
      $0.endDate = "2026-12-07"
    }
    #expect(
      scheduler.dates(after: "2026-11-01T00:00:00Z", 9)
        == ["2026-12-05", "2026-12-06", "2026-12-07"])
    let once = InvoiceScheduler.daily {
      $0.rule = .once
      $0.startDate = "2026-12-05"
    }
    #expect(once.dates(after: "2026-11-01T00:00:00Z", 9) == ["2026-12-05"])
    #expect(once.dates(after: "2026-12-05T06:00:00Z", 9) == [])
  }

  @Test("A weekend or holiday moves to the next business day; two that meet are one")
  func businessDays() {
    let daily = InvoiceScheduler.daily { $0.excludesNonBusinessDays = true }
    // 2026-12-05 is a Saturday.
    #expect(
      daily.dates(after: "2026-12-03T12:00:00Z", 3) == ["2026-12-04", "2026-12-07", "2026-12-08"])
    let calendar = HolidayCalendar(
      id: "NO", name: "Norway", weekend: [.sunday], dates: ["2026-12-04", "2026-12-07"])
    #expect(
      daily.dates(after: "2026-12-03T12:00:00Z", 3, holidays: calendar)
        == ["2026-12-05", "2026-12-08", "2026-12-09"])
    let monthEnd = InvoiceScheduler.daily {
      $0.rule = .monthlyDay(31)
      $0.excludesNonBusinessDays = true
      $0.endDate = "2027-01-31"
    }
    // 2027-01-31 is a Sunday: by the move alone the run lies after endDate; the day after it is looked at from there too.
    #expect(monthEnd.dates(after: "2027-01-15T00:00:00Z") == ["2027-02-01"])
    #expect(monthEnd.dates(after: "2027-02-01T05:00:00Z") == ["2027-02-01"])
    #expect(monthEnd.dates(after: "2027-02-01T06:00:00Z") == [])
  }

  @Test("2,000 holidays in a row are passed over; without a business day nothing moves")
  func longHolidays() throws {
    let daily = InvoiceScheduler.daily { $0.excludesNonBusinessDays = true }
    let start: CivilDate = "2026-12-01"
    let long = HolidayCalendar(
      id: "H", name: "Long", weekend: [],
      dates: Set((0..<HolidayCalendar.mostDates).map { start.adding(days: $0) }))
    #expect(
      daily.dates(after: "2026-12-01T00:00:00Z", 2, holidays: long)
        == [start.adding(days: 2_000), start.adding(days: 2_001)])
    let never = HolidayCalendar(id: "H", name: "Never", weekend: Set(Weekday.allCases))
    #expect(
      daily.dates(after: "2026-12-05T00:00:00Z", 2, holidays: never)
        == ["2026-12-05", "2026-12-06"])
  }

  @Test("The end of what dates there are is an end")
  func farFuture() {
    for rule in [OccurrenceRule.daily, .monthlyDay(31), .weekly(.sunday)] {
      let scheduler = InvoiceScheduler.daily {
        $0.rule = rule
        $0.excludesNonBusinessDays = true
      }
      let late = UTCInstant(
        microsecondsSince1970: Int64(CivilDate.latest.daysSince1970) * 86_400_000_000)
      #expect(scheduler.dates(after: late, 5).count <= 1)
      #expect(scheduler.dates(after: UTCInstant(microsecondsSince1970: .max), 5).isEmpty)
    }
  }

  @Test("Fields that do not go together are named")
  func fieldFaults() {
    func faults(_ change: (inout InvoiceScheduler) -> Void) -> [String] {
      InvoiceScheduler.daily(change).fieldFaults.map(\.field)
    }
    #expect(faults { _ in } == [])
    #expect(faults { $0.endDate = "2026-10-31" } == ["endDate"])
    #expect(faults { $0.minuteOfDay = 1_440 } == ["time"])
    #expect(faults { $0.rule = .monthlyDay(32) } == ["dayOfMonth"])
    #expect(faults { $0.rule = .monthlyFromEnd(3) } == ["dayOfMonth"])
    #expect(faults { $0.targetDate = "2026-12-01" } == ["targetDate"])
    #expect(faults { $0.invoiceDate = "2026-12-01" } == ["invoiceDate"])
    #expect(
      faults {
        $0.rule = .once
        $0.targetDate = "2026-12-01"
        $0.targetDateOffset = 1
        $0.invoiceDate = "2026-12-01"
        $0.isInvoiceDateFromRunDate = true
      } == ["targetDateOffset", "invoiceDateFromRunDate"])
    let calendar = HolidayCalendar(
      id: "H", name: "Never", weekend: Set(Weekday.allCases),
      dates: Set((0...2_000).map { CivilDate.earliest.adding(days: $0) }))
    #expect(calendar.fieldFaults.map(\.field) == ["weekend", "dates"])
  }
}
