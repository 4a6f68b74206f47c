import CivilTime
import Monetary
import TestSupport

@testable import Billing

/// An original and the schedule that amends it from a boundary on: more or less of a quantity, a part cancelled, or the
/// term renewed. Both keep the same periods, as upstream systems send them.
struct ScheduleFamily {
  let original: BillingSchedule
  let amendment: BillingSchedule
  private let currency: Currency
  /// The first day of the amendment.
  private let day: CivilDate

  /// nil when the original is too short to be amended.
  init?(in code: String, using generator: inout SeededGenerator) {
    guard let currency = Currency(code: code) else { return nil }
    self.currency = currency
    var original = generator.schedule("S", in: code)
    guard original.billingTermUnit != .oneTime, original.billingMethod == .orderAmount,
      let end = original.endDate
    else { return nil }
    original.cancellationDate = nil
    original.billedThroughDate = nil
    original.category = .original
    self.original = original

    let boundaries = PeriodBoundaries(of: original)
    let category = generator.pick([
      BillingScheduleCategory.amendQuantity, .cancellation, .renewal,
    ])
    var amendment = original
    let last = boundaries.index(holding: end)
    if category == .renewal {
      // The next day is where another term begins.
      guard boundaries.date(last + 1) == end.adding(days: 1) else { return nil }
      day = end.adding(days: 1)
      amendment.endDate = end.adding(days: Int.random(in: 1...700, using: &generator))
    } else {
      guard last > 1 else { return nil }
      day = boundaries.date(Int.random(in: 1...last, using: &generator))
    }
    amendment = Self.renamed(amendment, category, from: day)
    if original.periodBoundary == .anniversary, original.billingTermUnit.isMonthly {
      // Clipped to a short month, the first day alone would not say which anchor it has.
      amendment.periodBoundary = .dayOfPeriod
      amendment.billDayOfMonth = original.startDate.day
    }
    if category == .cancellation {
      amendment.billingPeriodAmount = original.billingPeriodAmount.negated
      amendment.quantity = original.quantity.negated
    } else if category == .amendQuantity {
      let units = Int128.random(in: -100_000...100_000, using: &generator)
      amendment.billingPeriodAmount =
        ExactDecimal(coefficient: units, scale: Int(currency.minorUnitDigits)) ?? 1
    }
    self.amendment = amendment
  }

  private static func renamed(
    _ schedule: BillingSchedule, _ category: BillingScheduleCategory, from day: CivilDate
  ) -> BillingSchedule {
    BillingSchedule(
      id: "S-amended", accountId: schedule.accountId, productName: schedule.productName,
      category: category, billingMethod: schedule.billingMethod, billingType: schedule.billingType,
      billingTermUnit: schedule.billingTermUnit, billingTerm: schedule.billingTerm, startDate: day,
      endDate: schedule.endDate, quantity: schedule.quantity, unitPrice: schedule.unitPrice,
      billingPeriodAmount: schedule.billingPeriodAmount, billDayOfMonth: schedule.billDayOfMonth,
      periodBoundary: schedule.periodBoundary,
      arePartialPeriodsAllowed: schedule.arePartialPeriodsAllowed)
  }

  /// What the contract is worth, as one schedule that had known all from the start would bill it: up to the amendment at
  /// one amount, from there on at the sum of both; cancelled, only up to there; renewed, on to the new end.
  func worth() throws -> Money {
    var worth = Money.zero(currency)
    let boundaries = PeriodBoundaries(of: original)
    let last = max(original.endDate ?? day, amendment.endDate ?? day)
    var index = boundaries.index(holding: original.startDate)
    while boundaries.date(index) <= last {
      let full = boundaries.date(index).days(until: boundaries.date(index + 1))
      let from = max(boundaries.date(index), original.startDate)
      let to = min(boundaries.date(index + 1), last.adding(days: 1))
      index += 1
      let isPart = from.days(until: to) < full && original.arePartialPeriodsAllowed
      for amount in amounts(from: from) {
        let whole = Money(exactly: amount, currency: currency) ?? .zero(currency)
        worth = try worth.adding(isPart ? whole.prorated(from.days(until: to), of: full) : whole)
      }
    }
    return worth
  }

  private func amounts(from: CivilDate) -> [ExactDecimal] {
    switch amendment.category {
    case .cancellation: from < day ? [original.billingPeriodAmount] : []
    case .amendQuantity:
      [original.billingPeriodAmount] + (from < day ? [] : [amendment.billingPeriodAmount])
    case .original, .amendment, .renewal: [original.billingPeriodAmount]
    }
  }
}

extension BillingTermUnit {
  fileprivate var isMonthly: Bool {
    switch self {
    case .month, .quarter, .semiAnnual, .year: true
    case .day, .week, .oneTime: false
    }
  }
}

extension ExactDecimal {
  fileprivate var negated: ExactDecimal {
    ExactDecimal(coefficient: -coefficient, scale: Int(scale)) ?? 0
  }
}
