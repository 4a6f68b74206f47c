package import CivilTime

/// What came of packs that nobody sends any more.
package struct UnpackedPacks: Hashable, Sendable {
  /// How many have become rows of their messages.
  package var count = 0
  /// Packs that hold no messages, and why: they stay, and are looked at again later.
  package var damaged: [String: OutboxPackError] = [:]

  package init() {}

  /// How long a pack waits that cannot be read, in microseconds: as long as a message that the broker refuses again and again.
  static let damagedWait: Int64 = 300 * 1_000_000
}

/// Packs of the outbox become rows of their messages. Each call is a transaction of its own.
extension StoreSession {
  /// Makes packs rows of their messages, except those that are `confirmed`. The rows have the pack's lease, but those that are
  /// `released`, which anybody may lease: as long as there is the pack, nobody else has them. None was ever put off. A pack that is
  /// gone is nothing to do: it was sent, or another process has unpacked it. One that is damaged, or that holds what the database
  /// does not take, stays until its lease is over (``unpackOverdue(limit:bytes:now:)``); for the sake of the others each then has
  /// a transaction of its own.
  package func unpack(
    _ packs: [String], without confirmed: Set<String>, releasing released: Set<String> = []
  ) throws(StoreError) {
    guard !packs.isEmpty else { return }
    do throws(StoreError) {
      try transaction { transaction throws(StoreError) in
        _ = try transaction.database.unpack(packs, without: confirmed, releasing: released)
      }
    } catch {
      guard error.isOfItsRows else { throw error }
      guard packs.count > 1 else { return }
      for pack in packs { try unpack([pack], without: confirmed, releasing: released) }
    }
  }

  /// Makes packs whose lease has run out rows that anybody may lease, the oldest lease first: as many as hold `limit` messages
  /// and `bytes` together, but one however large it is. Packs that others have in hand are left to them. A damaged one is put
  /// off for ``UnpackedPacks/damagedWait``.
  ///
  /// Where there is none, no transaction is begun. Where one of several holds what the database does not take, the first alone is
  /// dealt with.
  package func unpackOverdue(
    limit: Int, bytes: Int = .max, now: UTCInstant
  ) throws(StoreError) -> UnpackedPacks {
    let isOverdue: Bool? = try database.first(
      "SELECT 1 FROM outbox_pack WHERE leased_until <= \(now) LIMIT 1"
    ) { _ throws(StoreError) in true }
    guard isOverdue == true else { return UnpackedPacks() }
    for limit in [limit, 1] {
      var chosen: [String] = []
      do throws(StoreError) {
        return try unpackOverdue(limit, bytes, now, &chosen)
      } catch {
        guard error.isOfItsRows, let first = chosen.first else { throw error }
        guard chosen.count == 1 else { continue }
        return try transaction { transaction throws(StoreError) in
          var unpacked = UnpackedPacks()
          unpacked.damaged[first] = .notTaken(error.message)
          try transaction.database.putOff(unpacked.damaged, at: now)
          return unpacked
        }
      }
    }
    return UnpackedPacks()
  }

  /// Tells which packs it has `chosen` also when it fails.
  private func unpackOverdue(
    _ limit: Int, _ bytes: Int, _ now: UTCInstant, _ chosen: inout [String]
  ) throws(StoreError) -> UnpackedPacks {
    try transaction { transaction throws(StoreError) in
      let database = transaction.database
      let found = try database.rows(
        """
        SELECT id, events, length(body) FROM outbox_pack WHERE leased_until <= \(now)
        ORDER BY leased_until LIMIT \(limit) \(RowLock.skipLocked)
        """
      ) { row throws(StoreError) in
        (id: try row.text(), events: max(0, try row.int()), size: try row.int())
      }
      var room = (events: limit, bytes: bytes)
      for pack in found
      where chosen.isEmpty || pack.events <= room.events && pack.size <= room.bytes {
        chosen.append(pack.id)
        room = (room.events - pack.events, room.bytes - pack.size)
      }
      let unpacked = try database.unpack(chosen, without: [])
      try database.putOff(unpacked.damaged, at: now)
      return unpacked
    }
  }
}

extension StoreError {
  /// Whether it is the rows that the database does not take: others it may.
  fileprivate var isOfItsRows: Bool { kind == .constraint || kind == .fault }
}

extension Database {
  fileprivate func putOff(
    _ damaged: [String: OutboxPackError], at now: UTCInstant
  ) throws(StoreError) {
    guard !damaged.isEmpty else { return }
    let later = now.adding(microseconds: UnpackedPacks.damagedWait)
    try execute(
      "UPDATE outbox_pack SET leased_until = \(later) WHERE id \(anyOf: damaged.keys)")
  }

  fileprivate func unpack(
    _ packs: [String], without confirmed: Set<String>, releasing released: Set<String> = []
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
          // Since it was made, by the database's clock.
          rows.append(released.contains(message.id) ? message.createdAt : pack.leasedUntil)
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
