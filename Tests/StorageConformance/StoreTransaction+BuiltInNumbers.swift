package import Storage

extension StoreTransaction {
  /// The next values of the built-in sequence.
  package borrowing func takeBuiltInNumbers(_ count: Int) throws(StoreError) -> Range<Int64> {
    let taken = try takeInvoiceNumbers([
      SequenceRequest(policyId: nil, startValue: 1, count: count)
    ])
    return taken[nil] ?? 0..<0
  }
}
