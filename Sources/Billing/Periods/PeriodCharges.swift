import CivilTime
import Monetary

/// What a schedule charges for its periods (`domain.md`, "Proration").
struct PeriodCharges {
  /// The charge for a full period.
  let amount: Money
  private let arePartialPeriodsProrated: Bool

  /// nil when the schedule's amount is finer than the currency's minor unit.
  init?(of schedule: BillingSchedule, in currency: Currency) {
    guard let amount = Money(exactly: schedule.billingPeriodAmount, currency: currency) else {
      return nil
    }
    self.amount = amount
    arePartialPeriodsProrated = schedule.arePartialPeriodsAllowed
  }

  /// The charge for a period: a part of one by its days, rounded once.
  func charge(for period: UnbilledPeriod) throws(MonetaryError) -> Money {
    guard arePartialPeriodsProrated, period.isPartial else { return amount }
    return try amount.prorated(period.part.days, of: period.daysInFullPeriod)
  }

  /// The sum of the charges of all these periods; nil when they have no end.
  func total(of periods: UnbilledPeriods) throws(MonetaryError) -> Money? {
    guard let count = periods.count else { return nil }
    // Only the first and the last can be partial.
    var total = try amount.multiplied(by: max(0, count - 2))
    for place in Set([0, count - 1]) {
      if let period = periods[place] { total = try total.adding(charge(for: period)) }
    }
    return total
  }
}
