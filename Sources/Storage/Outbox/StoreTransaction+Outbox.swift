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

  /// Deletes messages that have been sent, in a transaction that is there anyway.
  package borrowing func deleteSent(_ ids: [String]) throws(StoreError) {
    try database.deleteSent(ids)
  }
}
