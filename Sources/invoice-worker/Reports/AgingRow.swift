import Billing
import Monetary

/// A row of the aging report: what one account owes in one currency.
struct AgingRow {
  let accountId: String
  let accountName: String
  let currency: Currency
  let buckets: [Money]
  let credits: Money
  let unapplied: Money
  let total: Money

  init(
    accountId: String, accountName: String?, _ sums: AgingSums
  ) throws(MonetaryError) {
    self.accountId = accountId
    self.accountName = accountName ?? ""
    currency = sums.currency
    var buckets: [Money] = []
    for bucket in AgingBucket.allCases { buckets.append(try sums.amount(in: bucket)) }
    self.buckets = buckets
    credits = try sums.credits()
    unapplied = try sums.unapplied()
    total = try sums.total()
  }

  /// The figures in the order of the columns.
  var amounts: [Money] { buckets + [credits, unapplied, total] }
}
