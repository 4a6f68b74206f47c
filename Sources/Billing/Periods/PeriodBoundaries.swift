import CivilTime

/// Where the full periods of a schedule begin and end: boundary k for every whole number k
/// (<doc:Schedules#Periods>).
///
/// A boundary is always computed from the anchor, as anchor + k × term, and clipped to its month
/// then. Stepping from the boundary before would turn 31 January, 28 February into 28 March.
struct PeriodBoundaries: Hashable, Sendable {
  private let step: Step

  private enum Step: Hashable, Sendable {
    case days(anchor: CivilDate, length: Int)
    case months(anchor: CivilDate, length: Int, dayOfMonth: Int)
    /// OneTime: the one period there is.
    case single(CivilPeriod)
  }

  /// The boundaries of a schedule. Relies on a schedule without ``BillingSchedule/fieldFaults``.
  init(of schedule: BillingSchedule) {
    let start = schedule.startDate
    let unit = schedule.billingTermUnit
    guard let unitLength = unit.length else {
      step = .single(schedule.oneTimePeriod)
      return
    }
    let term = max(1, schedule.billingTerm)
    switch unitLength {
    case .days(let days):
      let anchor =
        schedule.periodBoundary == .alignToCalendar
        ? start.adding(days: 1 - start.dayOfWeek) : schedule.anchorDate ?? start
      step = .days(anchor: anchor, length: Self.product(days, term))
    case .months(let months):
      step = .months(
        anchor: Self.anchorMonth(of: schedule, unitMonths: months),
        length: Self.product(months, term), dayOfMonth: Self.anchorDay(of: schedule))
    }
  }

  /// Boundary k. Beyond the calendar it stays at the calendar's end.
  func date(_ index: Int) -> CivilDate {
    switch step {
    case .days(let anchor, let length):
      anchor.adding(days: Self.product(index, length))
    case .months(let anchor, let length, let dayOfMonth):
      anchor.adding(months: Self.product(index, length), dayOfMonth: dayOfMonth)
    case .single(let period):
      index <= 0 ? period.from : period.to
    }
  }

  /// The k of the full period that holds a date: boundary k ≤ date < boundary k + 1.
  func index(holding date: CivilDate) -> Int {
    switch step {
    case .days(let anchor, let length):
      return anchor.days(until: date).flooredQuotient(by: length)
    case .months(let anchor, let length, _):
      let (year, month, _) = date.components
      let (anchorYear, anchorMonth, _) = anchor.components
      let months = (year - anchorYear) * 12 + month - anchorMonth
      let index = months.flooredQuotient(by: length)
      // The boundary of the date's own month may still be ahead.
      return self.date(index) <= date ? index : index - 1
    case .single(let period):
      return date < period.to ? 0 : 1
    }
  }

  private static func anchorDay(of schedule: BillingSchedule) -> Int {
    switch schedule.periodBoundary {
    case .anniversary: (schedule.anchorDate ?? schedule.startDate).day
    case .dayOfPeriod: schedule.billDayOfMonth ?? schedule.startDate.day
    case .alignToCalendar, .lastDayOfPeriod: 1
    }
  }

  /// The month of boundary 0, as its first day.
  private static func anchorMonth(of schedule: BillingSchedule, unitMonths: Int) -> CivilDate {
    let first = (schedule.anchorDate ?? schedule.startDate).firstOfMonth
    guard schedule.periodBoundary == .alignToCalendar else { return first }
    return first.adding(months: -((first.month - 1) % unitMonths), dayOfMonth: 1)
  }

  /// Products of absurd terms stop at a number that is past every date.
  private static func product(_ left: Int, _ right: Int) -> Int {
    let (product, overflow) = left.multipliedReportingOverflow(by: right)
    return overflow ? ((left < 0) == (right < 0) ? .max : .min) : product
  }
}
