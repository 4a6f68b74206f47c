internal import Billing

/// The documents' taxes at an engine. Nothing is asked where a batch has none.
extension FactsLoading {
  /// Asked once the accounts are locked, and before any error log is written, as relays do.
  var taxTransactions: FactsQuestion? {
    let ids = needed.taxes.transactions
    guard !ids.isEmpty else { return nil }
    return FactsQuestion(
      statement: """
        SELECT \(columns: TaxTransaction.table) FROM tax_transaction
        WHERE document_id \(anyOf: ids) ORDER BY document_id \(RowLock.wait)
        """
    ) { found, row throws(StoreError) in
      found.facts.taxes.insert(try TaxTransaction(from: &row))
    }
  }
}
