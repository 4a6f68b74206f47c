package import CivilTime

/// What came of packs that nobody sends any more.
package struct UnpackedPacks: Hashable, Sendable {
  /// How many have become rows of their messages.
  package var count = 0
  /// Packs that hold no messages, and why: they stay, and are looked at again later.
  package var damaged: [String: OutboxPackError] = [:]

  package init() {}
}

/// Packs of the outbox become rows of their messages. Each call is a transaction of its own.
extension StoreSession {
  /// Makes packs rows of their messages, except those that are `confirmed`. The rows have the pack's lease, and were never
  /// put off. A pack that is gone is nothing to do: it was sent, or another process has unpacked it. One that is damaged stays.
  package func unpack(
    _ packs: [String], without confirmed: Set<String>
  ) throws(StoreError) {
    guard !packs.isEmpty else { return }
    try transaction { transaction throws(StoreError) in
      _ = try transaction.database.unpack(packs, without: confirmed)
    }
  }

  /// Makes packs whose lease has run out rows that anybody may lease, the oldest lease first: as many as hold `limit` messages
  /// and `bytes` together, but one however large it is. Packs that others have in hand are left to them. A damaged one is put
  /// off for ``damagedWait``.
  ///
  /// Where there is none, no transaction is begun.
  package func unpackOverdue(
    limit: Int, bytes: Int = .max, now: UTCInstant
  ) throws(StoreError) -> UnpackedPacks {
    let isOverdue: Bool? = try database.first(
      "SELECT 1 FROM outbox_pack WHERE leased_until <= \(now) LIMIT 1"
    ) { _ throws(StoreError) in true }
    guard isOverdue == true else { return UnpackedPacks() }
    return try transaction { transaction throws(StoreError) in
      let database = transaction.database
      let found = try database.rows(
        """
        SELECT id, events, length(body) FROM outbox_pack WHERE leased_until <= \(now)
        ORDER BY leased_until LIMIT \(limit) \(RowLock.skipLocked)
        """
      ) { row throws(StoreError) in
        (id: try row.text(), events: try row.int(), size: try row.int())
      }
      var room = (events: limit, bytes: bytes)
      var ids: [String] = []
      for pack in found where ids.isEmpty || pack.events <= room.events && pack.size <= room.bytes {
        ids.append(pack.id)
        room = (room.events - pack.events, room.bytes - pack.size)
      }
      let unpacked = try database.unpack(ids, without: [])
      if !unpacked.damaged.isEmpty {
        let later = now.adding(microseconds: Self.damagedWait)
        try database.execute(
          """
          UPDATE outbox_pack SET leased_until = \(later) WHERE id \(anyOf: unpacked.damaged.keys)
          """)
      }
      return unpacked
    }
  }

  /// How long a pack waits that cannot be read, in microseconds: as long as a message that the broker refuses again and again.
  private static let damagedWait: Int64 = 300 * 1_000_000
}

extension Database {
  fileprivate func unpack(
    _ packs: [String], without confirmed: Set<String>
  ) throws(StoreError) -> UnpackedPacks {
    let found = try rows(
      """
      SELECT id, leased_until, events, body FROM outbox_pack WHERE id \(anyOf: packs)
      ORDER BY id \(RowLock.wait)
      """
    ) { row throws(StoreError) in
      (
        id: try row.text(), leasedUntil: try row.instant(), events: try row.int(),
        body: try row.bytes()
      )
    }
    var unpacked = UnpackedPacks()
    var whole: [String] = []
    var rows = RowBuffer()
    for pack in found {
      do throws(OutboxPackError) {
        let messages = try OutboxPack.messages(from: pack.body)
        guard messages.count == pack.events else { throw .otherCount(messages.count) }
        for message in messages where !confirmed.contains(message.id) {
          message.encode(into: &rows)
          rows.append(pack.leasedUntil)
          rows.append(0)
        }
        whole.append(pack.id)
      } catch {
        unpacked.damaged[pack.id] = error
      }
    }
    unpacked.count = whole.count
    try write(.insert(OutboxTable.whole), rows)
    try deleteSent(SentRows(packs: whole))
    return unpacked
  }
}
