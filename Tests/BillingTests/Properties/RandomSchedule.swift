import CivilTime
import Monetary
import TestSupport

@testable import Billing

extension SeededGenerator {
  /// Of those with no minor unit of their own, two digits and three.
  mutating func currency() -> String {
    ["JPY", "USD", "EUR", "KWD"][Int.random(in: 0..<4, using: &self)]
  }

  /// One case in so many.
  mutating func isOne(in count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }

  mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
    choices[Int.random(in: choices.indices, using: &self)]
  }

  /// A schedule of account `A` of any allowed combination, with lengths and starts that make short,
  /// clipped and leap periods common. What it bills is known beforehand: no usage.
  mutating func schedule(
    _ id: BillingSchedule.ID = "S", in currency: String = "USD"
  ) -> BillingSchedule {
    while true {
      let schedule = anySchedule(id, digits: Self.digits(of: currency))
      if schedule.fieldFaults.isEmpty { return schedule }
    }
  }

  /// Digits of the minor unit, written down apart from the program's own table.
  static func digits(of currency: String) -> Int {
    currency == "JPY" ? 0 : currency == "KWD" ? 3 : 2
  }

  private mutating func anySchedule(_ id: BillingSchedule.ID, digits: Int) -> BillingSchedule {
    let start = ("2024-01-25" as CivilDate).adding(days: Int.random(in: 0...800, using: &self))
    let boundary = PeriodBoundary.allCases[Int.random(in: 0..<4, using: &self)]
    let methods: [BillingMethod] = [.orderAmount, .orderAmount, .evergreen, .evergreen, .milestone]
    let method = pick(methods)
    let units = Int128.random(in: -100_000...1_000_000, using: &self)
    var schedule = BillingSchedule(
      id: id, accountId: "A", productName: "P",
      category: pick(BillingScheduleCategory.allCases), billingMethod: method,
      billingType: Bool.random(using: &self) ? .advance : .arrears,
      billingTermUnit: method == .milestone
        ? .oneTime : BillingTermUnit.allCases[Int.random(in: 0..<7, using: &self)],
      billingTerm: Int.random(in: 1...5, using: &self), startDate: start,
      quantity: ExactDecimal(coefficient: units, scale: 5) ?? 1,
      unitPrice: 1, billingPeriodAmount: ExactDecimal(coefficient: units, scale: digits) ?? 1,
      periodBoundary: method == .milestone ? .anniversary : boundary)
    if schedule.periodBoundary == .dayOfPeriod {
      schedule.billDayOfMonth = Int.random(in: 1...31, using: &self)
    }
    if schedule.periodBoundary == .anniversary, schedule.billingTermUnit != .oneTime, isOne(in: 3) {
      schedule.anchorDate = start.adding(days: Int.random(in: -500...500, using: &self))
    }
    if method == .orderAmount || method == .milestone && isOne(in: 3) {
      schedule.endDate = start.adding(days: Int.random(in: 0...900, using: &self))
    }
    if method == .milestone, !isOne(in: 4) {
      schedule.milestoneDate = start.adding(days: Int.random(in: -50...950, using: &self))
    }
    if isOne(in: 4) {
      schedule.cancellationDate = start.adding(days: Int.random(in: -5...700, using: &self))
    }
    if isOne(in: 4) {
      schedule.billedThroughDate = start.adding(days: Int.random(in: -5...200, using: &self))
    }
    schedule.arePartialPeriodsAllowed = Int.random(in: 0..<5, using: &self) > 0
    return schedule
  }
}
