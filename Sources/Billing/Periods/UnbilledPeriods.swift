import CivilTime

/// The periods of a schedule that are not billed yet, the first of them at index 0.
///
/// Nothing is walked: how many there are, how many are due and where each lies is arithmetic on
/// the boundaries, so that a limit can refuse a request before a single line is made.
struct UnbilledPeriods: Hashable, Sendable {
  private let boundaries: PeriodBoundaries
  /// The first day not billed; the first period starts here, maybe within a full one.
  private let start: CivilDate
  /// The first day that is billed no more; nil without end.
  private let end: CivilDate?
  private let firstIndex: Int
  private let isDueAtStart: Bool
  /// What was before the first period in its full one.
  private let before: UnbilledPeriod.Before

  /// `start` is before `end`.
  init(of schedule: BillingSchedule, from start: CivilDate, end: CivilDate?) {
    boundaries = PeriodBoundaries(of: schedule)
    self.start = start
    self.end = end
    firstIndex = boundaries.index(holding: start)
    isDueAtStart = schedule.isDueAtStart
    let from = boundaries.date(firstIndex)
    let firstDay = schedule.firstBillableDay
    if firstDay > max(from, schedule.startDate) {
      before = .countsAsBilled
    } else {
      before = start > max(from, firstDay) ? .lines : .nothing
    }
  }

  /// How many periods there are; nil without end.
  var count: Int? {
    end.map { boundaries.index(holding: $0.adding(days: -1)) - firstIndex + 1 }
  }

  /// The period at an index; nil beyond the last one.
  subscript(index: Int) -> UnbilledPeriod? {
    let from = boundaries.date(firstIndex + index)
    let to = boundaries.date(firstIndex + index + 1)
    guard let full = CivilPeriod(from: from, to: to),
      let part = CivilPeriod(from: max(from, start), to: end.map { min(to, $0) } ?? to)
    else { return nil }
    return UnbilledPeriod(part: part, full: full, before: index == 0 ? before : .nothing)
  }

  /// The index of the period that holds a day: the first for a day before all of them, the last for one after.
  func index(holding day: CivilDate) -> Int {
    let index = max(0, boundaries.index(holding: day) - firstIndex)
    return count.map { min(index, $0 - 1) } ?? index
  }

  /// The day on which the period at an index is due; nil beyond the last one.
  func dueDay(at index: Int) -> CivilDate? {
    self[index].map { isDueAtStart ? $0.part.from : $0.part.lastDay }
  }

  /// The day on which the first period is due.
  var nextBillingDate: CivilDate? { dueDay(at: 0) }

  /// How many periods are due on or before a day: in advance those that have begun, in arrears
  /// those whose last day it has seen (<doc:Schedules#Periods>).
  func count(dueBy day: CivilDate) -> Int {
    guard start <= day else { return 0 }
    let next = day.adding(days: 1)
    if let count, let end, end <= next { return count }
    let holding = boundaries.index(holding: isDueAtStart ? day : next)
    let due = holding - firstIndex + (isDueAtStart ? 1 : 0)
    return max(0, count.map { min($0, due) } ?? due)
  }
}
