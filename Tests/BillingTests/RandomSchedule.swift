import Billing
import CivilTime
import Monetary
import TestSupport

extension SeededGenerator {
  /// A schedule of account `A` of any allowed combination, with lengths and starts that make short,
  /// clipped and leap periods common.
  mutating func schedule(_ id: BillingSchedule.ID = "S") -> BillingSchedule {
    while true {
      let schedule = anySchedule(id)
      if schedule.fieldFaults.isEmpty { return schedule }
    }
  }

  private mutating func anySchedule(_ id: BillingSchedule.ID) -> BillingSchedule {
    let start = ("2024-01-25" as CivilDate).adding(days: Int.random(in: 0...800, using: &self))
    let boundary = PeriodBoundary.allCases[Int.random(in: 0..<4, using: &self)]
    let method = BillingMethod.allCases[Int.random(in: 0..<2, using: &self)]
    let cents = Int128.random(in: -100_000...1_000_000, using: &self)
    var schedule = BillingSchedule(
      id: id, accountId: "A", productName: "P", billingMethod: method,
      billingType: Bool.random(using: &self) ? .advance : .arrears,
      billingTermUnit: BillingTermUnit.allCases[Int.random(in: 0..<7, using: &self)],
      billingTerm: Int.random(in: 1...5, using: &self), startDate: start, quantity: 1,
      unitPrice: 1, billingPeriodAmount: ExactDecimal(coefficient: cents, scale: 2) ?? 1,
      periodBoundary: boundary)
    if boundary == .dayOfPeriod { schedule.billDayOfMonth = Int.random(in: 1...31, using: &self) }
    if method == .orderAmount {
      schedule.endDate = start.adding(days: Int.random(in: 0...900, using: &self))
    }
    if Int.random(in: 0..<4, using: &self) == 0 {
      schedule.cancellationDate = start.adding(days: Int.random(in: -5...700, using: &self))
    }
    if Int.random(in: 0..<4, using: &self) == 0 {
      schedule.billedThroughDate = start.adding(days: Int.random(in: -5...200, using: &self))
    }
    schedule.arePartialPeriodsAllowed = Int.random(in: 0..<5, using: &self) > 0
    return schedule
  }
}
