package import CivilTime
package import Monetary

/// What an account owes in one currency on a day, by how long it has been due. Amounts that the account has to its credit
/// stand beside the buckets, never netted into one.
package struct AgingSums: Hashable, Sendable {
  private var buckets: [Int128]
  /// Negative balances of invoices, and open credit memos.
  private var creditUnits: Int128 = 0
  private var unappliedUnits: Int128 = 0
  package let currency: Currency

  package init(_ currency: Currency) {
    self.currency = currency
    buckets = Array(repeating: 0, count: AgingBucket.allCases.count)
  }

  package var isZero: Bool {
    creditUnits == 0 && unappliedUnits == 0 && buckets.allSatisfy { $0 == 0 }
  }

  /// - Throws: ``MonetaryError`` when the sum is beyond 18 digits before the point, as the others.
  package func amount(in bucket: AgingBucket) throws(MonetaryError) -> Money {
    try Money(minorUnits: buckets[bucket.rawValue], currency: currency)
  }

  package func credits() throws(MonetaryError) -> Money {
    try Money(minorUnits: creditUnits, currency: currency)
  }

  package func unapplied() throws(MonetaryError) -> Money {
    try Money(minorUnits: unappliedUnits, currency: currency)
  }

  /// Σ buckets − credits − unapplied: the account's balance.
  package func total() throws(MonetaryError) -> Money {
    try Money(
      minorUnits: buckets.reduce(0, +) - creditUnits - unappliedUnits, currency: currency)
  }

  /// Adds an invoice's balance: what is open of its instalments, or a credit.
  package mutating func add(
    instalments: [Invoice.OpenInstalment], balance: Money, asOf day: CivilDate
  ) {
    if balance.isNegative {
      creditUnits -= balance.minorUnits
      return
    }
    for part in instalments {
      buckets[AgingBucket(dueDate: part.dueDate, asOf: day).rawValue] +=
        part.openAmount.minorUnits
    }
  }

  package mutating func add(memoBalance: Money) { creditUnits += memoBalance.minorUnits }

  package mutating func add(unapplied: Money) { unappliedUnits += unapplied.minorUnits }

  package mutating func add(_ other: AgingSums) {
    for index in buckets.indices { buckets[index] += other.buckets[index] }
    creditUnits += other.creditUnits
    unappliedUnits += other.unappliedUnits
  }
}
