internal import Billing
package import Storage

extension StoreTransaction {
  /// The next values of the built-in sequence of invoices.
  package borrowing func takeBuiltInNumbers(_ count: Int) throws(StoreError) -> Range<Int64> {
    let wanted = NumbersWanted(.builtIn(.invoice), startValue: 1, count: count)
    return try takeNumbers([wanted])[wanted.sequence] ?? 0..<0
  }
}
