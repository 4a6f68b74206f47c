extension StoreTransaction {
  /// Keeps what the database shows of messages that this transaction parks.
  package borrowing func park(_ letters: [StoredDeadLetter]) throws(StoreError) {
    guard !letters.isEmpty else { return }
    var rows = RowBuffer(rows: letters.count, of: DeadLetterTable.whole.columns.count)
    for letter in letters { letter.encode(into: &rows) }
    try database.write(.insert(DeadLetterTable.whole), rows)
  }
}
