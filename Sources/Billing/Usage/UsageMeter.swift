import CivilTime
import Monetary

/// Hands the unbilled usage of a schedule to its periods, one after the other. A record comes with the first period that
/// ends after it: also one whose own period was billed before it arrived.
struct UsageMeter {
  private let price: UsagePrice
  private let includedQuantity: ExactDecimal
  /// By day, then identifier.
  private let records: [UsageRecord]
  private var next = 0

  /// The records that have come with a period so far.
  var billed: ArraySlice<UsageRecord> { records[..<next] }

  /// The day of the first record that has come with no period yet.
  var nextDay: CivilDate? { next < records.count ? records[next].usageDate : nil }

  /// nil for a schedule that bills no usage.
  init?(of schedule: BillingSchedule, records: [UsageRecord]) {
    guard schedule.billingMethod == .usage else { return nil }
    price = UsagePrice(
      unitPrice: schedule.unitPrice, mode: schedule.tierMode, tiers: schedule.tiers)
    if let included = schedule.includedQuantity {
      includedQuantity = included
    } else {
      includedQuantity = 0
    }
    self.records = records
  }

  /// The usage and the charge of the next period, which ends before `end`.
  mutating func usage(
    before end: CivilDate, in currency: Currency
  ) throws(MonetaryError) -> (LineUsage, charge: Money) {
    var consumed: ExactDecimal = 0
    while next < records.count, records[next].usageDate < end {
      consumed = try consumed.adding(records[next].quantity)
      next += 1
    }
    let overage: ExactDecimal =
      includedQuantity < consumed ? try consumed.subtracting(includedQuantity) : 0
    let usage = LineUsage(
      consumedQuantity: consumed, includedQuantity: includedQuantity, overageQuantity: overage,
      price: price)
    return (usage, try price.charge(for: overage, in: currency))
  }
}
