extension StoreTransaction {
  /// The next `count` values of the built-in gapless sequence of invoice numbers.
  ///
  /// Called at most once in a transaction, and last of all its writes but those of the numbered
  /// invoices: from here to the end every other transaction that numbers invoices waits.
  package borrowing func takeInvoiceNumbers(_ count: Int) throws(StoreError) -> Range<Int64> {
    guard count > 0 else { return 0..<0 }
    return try SequenceCounter.invoiceNumber.take(count, from: database)
  }
}
