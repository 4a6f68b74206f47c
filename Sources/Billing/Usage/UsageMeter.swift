import CivilTime
import Monetary

/// Hands the unbilled usage of a schedule to its periods, one after the other, and prices it.
struct UsageMeter {
  private let price: UsagePrice
  private let includedQuantity: ExactDecimal
  /// By day, then identifier.
  private let records: ArraySlice<UsageRecord>
  private var next: Int

  /// The records that have come with a period so far.
  var billed: ArraySlice<UsageRecord> { records[..<next] }

  /// The day of the first record that has come with no period yet.
  var nextDay: CivilDate? { next < records.endIndex ? records[next].usageDate : nil }

  /// nil for a schedule that bills no usage.
  init?(of schedule: BillingSchedule, records: ArraySlice<UsageRecord> = []) {
    guard schedule.billingMethod == .usage else { return nil }
    price = UsagePrice(
      unitPrice: schedule.unitPrice, mode: schedule.tierMode, tiers: schedule.tiers)
    if let included = schedule.includedQuantity {
      includedQuantity = included
    } else {
      includedQuantity = 0
    }
    self.records = records
    next = records.startIndex
  }

  /// The usage and the charge of the next period, which ends before `end`.
  mutating func usage(
    before end: CivilDate, in currency: Currency
  ) throws(MonetaryError) -> (LineUsage, charge: Money) {
    var consumed: ExactDecimal = 0
    while next < records.endIndex, records[next].usageDate < end {
      consumed = try consumed.adding(records[next].quantity)
      next += 1
    }
    return try usage(of: consumed, in: currency)
  }

  /// The usage and the charge of a whole period.
  func usage(
    of consumed: ExactDecimal, in currency: Currency
  ) throws(MonetaryError) -> (LineUsage, charge: Money) {
    let overage = try overage(of: consumed, included: includedQuantity)
    let usage = LineUsage(
      consumedQuantity: consumed, includedQuantity: includedQuantity, overageQuantity: overage,
      price: price)
    return (usage, try price.charge(for: overage, in: currency))
  }

  /// The usage that came late, and its charge: the price of all usage of the period less that of what was billed of it. So
  /// the order in which usage arrives never changes what is charged in all.
  func usage(
    of late: LateUsage, in currency: Currency
  ) throws(MonetaryError) -> LateUsage.Charge {
    guard let billedQuantity = late.billedQuantity else { throw .overflow }
    var consumed: ExactDecimal = 0
    for record in late.records { consumed = try consumed.adding(record.quantity) }
    let before = try overage(of: billedQuantity, included: includedQuantity)
    let after = try overage(
      of: billedQuantity.adding(consumed), included: includedQuantity)
    // What the earlier lines of the period left of the allowance.
    let included: ExactDecimal =
      billedQuantity < includedQuantity
      ? try includedQuantity.subtracting(billedQuantity) : 0
    return LateUsage.Charge(
      usage: LineUsage(
        consumedQuantity: consumed, includedQuantity: included,
        overageQuantity: try overage(of: consumed, included: included), price: price),
      includedInPeriod: includedQuantity, overageOfPeriod: after,
      total: try price.charge(for: after, in: currency),
      billedBefore: try price.charge(for: before, in: currency))
  }

  private func overage(
    of consumed: ExactDecimal, included: ExactDecimal
  ) throws(MonetaryError) -> ExactDecimal {
    included < consumed ? try consumed.subtracting(included) : 0
  }
}
