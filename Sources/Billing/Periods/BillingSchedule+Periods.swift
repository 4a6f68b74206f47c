import CivilTime

extension BillingSchedule {
  /// The days of a OneTime charge: from `startDate` to `endDate`, else the one day.
  var oneTimePeriod: CivilPeriod {
    CivilPeriod(first: startDate, last: endDate ?? startDate)
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
      guard date <= startDate, cancellation.map({ startDate < $0 }) ?? true else { return nil }
      return UnbilledPeriods(of: self, from: startDate, end: oneTimePeriod.to)
    }
    let end = [endDate?.adding(days: 1), cancellation].compactMap { $0 }.min()
    let start = max(date, startDate)
    guard end.map({ start < $0 }) ?? true else { return nil }
    return UnbilledPeriods(of: self, from: start, end: end)
  }
}
