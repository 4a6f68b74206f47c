package import CivilTime

extension BillingSchedule {
  /// The days that the next line will bill; nil when nothing is left to bill, or it is not known yet.
  package var nextPeriod: CivilPeriod? {
    guard let progress, progress.nextBillingDate != nil else { return nil }
    return unbilledPeriods(from: progress.nextChargeFromDate)?[0]?.part
  }
}
