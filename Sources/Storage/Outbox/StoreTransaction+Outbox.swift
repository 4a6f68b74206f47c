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

  /// Stores messages as ``enqueue(_:leasedUntil:)`` does, events of common size in rows that they share.
  ///
  /// - Returns: the messages, each with its pack: who has sent and confirmed all of a pack deletes it, and who cannot send one of
  ///   them unpacks it.
  package borrowing func enqueueTogether(
    _ messages: [OutboxMessage], leasedUntil: UTCInstant
  ) throws(StoreError) -> [OutboxMessage] {
    let packing = OutboxPacking(messages)
    try enqueue(packing.single, leasedUntil: leasedUntil)
    var rows = RowBuffer(rows: packing.packs.count, of: OutboxTable.pack.columns.count)
    for (pack, messages) in packing.packs {
      rows.append(pack.id)
      rows.append(messages.first?.createdAt)
      rows.append(leasedUntil)
      rows.append(pack.events)
      rows.append(OutboxPack.bytes(of: messages))
    }
    try database.write(.insert(OutboxTable.pack), rows)
    return packing.messages
  }

  /// Deletes messages that have been sent, in a transaction that is there anyway.
  package borrowing func deleteSent(_ rows: SentRows) throws(StoreError) {
    try database.deleteSent(rows)
  }
}
