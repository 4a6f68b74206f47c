import Billing
import CivilTime
import Monetary
import TestSupport

extension SeededGenerator {
  /// Schedules of account `A` that make lines of every kind: whole periods and parts of one, prices below 0 and finer than a
  /// minor unit, amounts that are not quantity × price.
  mutating func schedules(_ start: CivilDate, isExempt: Bool) -> [BillingSchedule] {
    let isUntaxed = Int.random(in: 0..<6, using: &self) == 0
    var schedules: [BillingSchedule] = []
    for number in 1...Int.random(in: 1...6, using: &self) {
      var schedule = schedule(number, start)
      // Of an exempt account a treatment must say why.
      if isExempt {
        schedule.attributes.taxTreatmentId = "E"
      } else if !isUntaxed {
        schedule.attributes.taxTreatmentId = TaxTreatment.ID(category())
      }
      schedules.append(schedule)
    }
    return schedules
  }

  private mutating func schedule(_ number: Int, _ start: CivilDate) -> BillingSchedule {
    let first = start.adding(days: Int.random(in: 0...60, using: &self))
    let isNegative = Int.random(in: 0..<5, using: &self) == 0
    let price = ExactDecimal(
      coefficient: Int128.random(in: 0...9_999_999, using: &self) * (isNegative ? -1 : 1), scale: 4)
    let quantity = ExactDecimal(
      coefficient: Int128.random(in: 1...9_000, using: &self),
      scale: Int.random(in: 0...2, using: &self))
    var schedule = BillingSchedule(
      id: BillingSchedule.ID("S\(number)"), accountId: "A", productName: "Product \(number) <&>",
      billingMethod: .evergreen, billingTermUnit: .month, startDate: first,
      quantity: quantity ?? 1, unitPrice: price ?? 1,
      billingPeriodAmount: ExactDecimal(
        coefficient: Int128.random(in: 0...90_000, using: &self) * (isNegative ? -1 : 1), scale: 0)
        ?? 0,
      periodBoundary: Bool.random(using: &self) ? .dayOfPeriod : .anniversary)
    if schedule.periodBoundary == .dayOfPeriod {
      schedule.billDayOfMonth = Int.random(in: 1...31, using: &self)
    }
    if Int.random(in: 0..<3, using: &self) == 0 {
      schedule.cancellationDate = first.adding(days: Int.random(in: 1...90, using: &self))
    }
    return schedule
  }

  private mutating func category() -> String {
    let names = Seller.rates.map(\.category) + ["S", "S", "S", "free"]
    return names[Int.random(in: 0..<names.count, using: &self)]
  }
}
