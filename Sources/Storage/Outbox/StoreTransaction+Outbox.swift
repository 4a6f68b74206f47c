package import CivilTime

extension StoreTransaction {
  /// Stores messages to be sent. Until `leasedUntil` no other relay takes them, so that the process
  /// that wrote them can send them from memory.
  package borrowing func enqueue(
    _ messages: [OutboxMessage], leasedUntil: UTCInstant
  ) throws(StoreError) {
    var rows = RowBuffer(rows: messages.count, of: OutboxTable.whole.columns.count)
    for message in messages {
      message.encode(into: &rows)
      rows.append(leasedUntil)
      rows.append(0)
    }
    try database.write(.insert(OutboxTable.whole), rows)
  }

  /// Marks messages as sent, in a transaction that is there anyway.
  package borrowing func markSent(_ ids: [String], at now: UTCInstant) throws(StoreError) {
    try database.markSent(ids, at: now)
  }
}
