import CivilTime
import Monetary

/// Usage that arrived after its period was billed: a line of that period (<doc:Usage#Late-usage>).
struct LateUsage: Sendable {
  let period: CivilPeriod
  /// From 1, in its period.
  let number: Int
  /// What was billed of the period before; nil when it is beyond an amount.
  let billedQuantity: ExactDecimal?
  /// By day, then identifier.
  let records: [UsageRecord]

  /// What it comes to.
  struct Charge: Sendable {
    let usage: LineUsage
    let includedInPeriod: ExactDecimal
    /// What is charged of all usage of the period.
    let overageOfPeriod: ExactDecimal
    /// The price of that, and of what was billed of it before.
    let total: Money
    let billedBefore: Money

    func amount() throws(MonetaryError) -> Money { try total.subtracting(billedBefore) }
  }
}
