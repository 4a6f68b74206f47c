package import Billing

extension StoreTransaction {
  /// Stores what decisions change of the documents' taxes at an engine: new transactions, each with what it was posted with, and what
  /// became of stored ones. The relay's leases stay: a call that is under way is not made again beside it.
  package borrowing func write(_ effects: [TaxEffects]) throws(StoreError) {
    var latest: [TaxTransaction.ID: TaxTransaction] = [:]
    for transaction in effects.flatMap(\.changed) { latest[transaction.id] = transaction }
    let opened = effects.flatMap(\.opened)
    if !opened.isEmpty {
      var rows = RowBuffer(rows: opened.count, of: TaxTransaction.table.columns.count)
      var documents = RowBuffer(rows: opened.count, of: TaxedDocument.table.columns.count)
      for one in opened {
        // One that is voided within the same batch is stored as it is at its end.
        let transaction = latest.removeValue(forKey: one.transaction.id) ?? one.transaction
        transaction.encode(into: &rows)
        documents.append(transaction.id)
        documents.append(transaction.createdAt)
        documents.append(one.document.storedText)
      }
      try database.write(.insert(TaxTransaction.table), rows)
      try database.write(.insert(TaxedDocument.table), documents)
    }
    guard !latest.isEmpty else { return }
    var changes = RowBuffer(rows: latest.count, of: 1 + TaxTransaction.changingColumns.count)
    for (id, transaction) in latest.sorted(by: { $0.key < $1.key }) {
      changes.append(id)
      transaction.encodeChanging(into: &changes)
    }
    try database.write(.update(TaxTransaction.table, set: TaxTransaction.changingColumns), changes)
  }
}
