import CivilTime

extension BillingSchedule {
  /// The days of a OneTime charge: from `startDate`, or from the milestone, to `endDate`, else the one day. A milestone
  /// may come late: after `endDate` it is charged for its own day.
  var oneTimePeriod: CivilPeriod {
    let first = milestoneDate ?? startDate
    return CivilPeriod(first: first, last: max(endDate ?? first, first))
  }

  /// Whether the day of the charge is not known yet.
  var isWaitingForMilestone: Bool { billingMethod == .milestone && milestoneDate == nil }

  /// The first day that the worker may bill: after the days that count as billed.
  var firstBillableDay: CivilDate {
    let first = billingTermUnit == .oneTime ? oneTimePeriod.from : startDate
    return max(first, billedThroughDate?.adding(days: 1) ?? first)
  }

  /// The day on which a period of it is due (<doc:Schedules#Periods>).
  func dueDay(of period: CivilPeriod) -> CivilDate {
    isDueAtStart ? period.from : period.lastDay
  }

  /// Whether a period is due when it begins: in advance, and what is charged once.
  var isDueAtStart: Bool { billingType == .advance || billingTermUnit == .oneTime }

  /// Whether the `cancellationDate` takes anything away from what would be billed without it.
  var isCutByCancellation: Bool {
    cancellationDate != nil
      && unbilledPeriods(from: firstBillableDay)
        != unbilledPeriods(from: firstBillableDay, ignoringCancellation: true)
  }

  /// How many lines bill the days before `date`, when it was billed to there.
  func lineCount(before date: CivilDate) -> Int {
    guard billingTermUnit != .oneTime else { return 1 }
    let start = firstBillableDay
    guard start < date else { return 0 }
    return UnbilledPeriods(of: self, from: start, end: date).count ?? 0
  }

  /// What is still to be billed when everything before `date` is; nil when nothing is left.
  ///
  /// `ignoringCancellation` answers what would be left without the `cancellationDate`.
  func unbilledPeriods(
    from date: CivilDate, ignoringCancellation: Bool = false
  ) -> UnbilledPeriods? {
    let cancellation = ignoringCancellation ? nil : cancellationDate
    guard billingTermUnit != .oneTime else {
      // Billed whole or not at all: a cancellation after the start does not shorten it.
      let period = oneTimePeriod
      guard !isWaitingForMilestone, date <= period.from,
        cancellation.map({ period.from < $0 }) ?? true
      else { return nil }
      return UnbilledPeriods(of: self, from: period.from, end: period.to)
    }
    let end = [endDate?.adding(days: 1), cancellation].compactMap { $0 }.min()
    let start = max(date, startDate)
    guard end.map({ start < $0 }) ?? true else { return nil }
    return UnbilledPeriods(of: self, from: start, end: end)
  }
}
