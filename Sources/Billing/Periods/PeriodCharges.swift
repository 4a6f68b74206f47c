import CivilTime
import Monetary

/// What a schedule charges for its periods (<doc:Schedules#Proration>).
struct PeriodCharges {
  /// The charge for a full period.
  let amount: Money
  /// The sum that all lines of the schedule come to; nil when the periods alone decide, also after a cancellation.
  let total: Money?
  let arePartialPeriodsProrated: Bool
  /// What live lines charge of the full period in which billing stands.
  let chargedOfPeriod: Money
  /// Whether the amount is charged once, and not for a period.
  let isOneTime: Bool
  /// What is used is not known before.
  private let isUsage: Bool

  /// nil when one of the schedule's amounts is finer than the currency's minor unit.
  ///
  /// `chargedOfPeriod` matters where parts are charged in full: a full period is charged once.
  init?(of schedule: BillingSchedule, in currency: Currency, chargedOfPeriod: Money? = nil) {
    guard let amount = Money(exactly: schedule.billingPeriodAmount, currency: currency) else {
      return nil
    }
    self.amount = amount
    self.chargedOfPeriod = chargedOfPeriod ?? .zero(currency)
    isUsage = schedule.billingMethod == .usage
    isOneTime = schedule.billingTermUnit == .oneTime
    if let totalAmount = schedule.totalAmount, !schedule.isCutByCancellation {
      guard let total = Money(exactly: totalAmount, currency: currency) else { return nil }
      self.total = total
    } else {
      total = nil
    }
    arePartialPeriodsProrated = schedule.arePartialPeriodsAllowed
  }

  /// The charge for a period: a part of one by its days, rounded once. Where parts are charged in full, the rest of a
  /// period comes to what its lines have not charged yet, and beside days that count as billed to its own days.
  func charge(for period: UnbilledPeriod) throws(MonetaryError) -> Money {
    guard period.isPartial else { return amount }
    switch period.before {
    case .nothing where !arePartialPeriodsProrated: return amount
    case .lines where !arePartialPeriodsProrated: return try amount.subtracting(chargedOfPeriod)
    case .nothing, .lines, .countsAsBilled:
      return try amount.prorated(period.part.days, of: period.daysInFullPeriod)
    }
  }

  /// The charge that completes the schedule: what is missing of the total after what was billed before.
  func completingCharge(
    for period: UnbilledPeriod, billed: Money
  ) throws(MonetaryError) -> Money {
    guard let total else { return try charge(for: period) }
    return try total.subtracting(billed)
  }

  /// What these last periods of the schedule still bill; nil when they have no end.
  func pending(_ periods: UnbilledPeriods, billed: Money) throws(MonetaryError) -> Money? {
    guard !isUsage else { return nil }
    guard let total else { return try self.total(of: periods) }
    return try total.subtracting(billed)
  }

  /// The sum of the charges of all these periods; nil when they have no end.
  func total(of periods: UnbilledPeriods) throws(MonetaryError) -> Money? {
    guard let count = periods.count else { return nil }
    // Only the first and the last can be partial.
    var total = try amount.multiplied(by: max(0, count - 2))
    for index in Set([0, count - 1]) {
      if let period = periods[index] { total = try total.adding(charge(for: period)) }
    }
    return total
  }
}
