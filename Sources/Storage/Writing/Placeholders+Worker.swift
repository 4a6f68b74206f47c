package import Billing

// Placeholders: room store writes these.
extension StoreTransaction {
  package borrowing func write(_ ledger: [LedgerEffects]) throws(StoreError) {
    guard ledger.allSatisfy(\.isEmpty) else {
      throw StoreError(.fault, "the ledger cannot be stored yet")
    }
  }

  package borrowing func record(_ events: [InvoiceEvent]) throws(StoreError) {}
}
