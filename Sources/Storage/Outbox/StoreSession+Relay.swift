package import CivilTime

/// The relay's side of the outbox. Each call is a transaction of its own.
extension StoreSession {
  /// Takes unsent messages whose lease has run out, oldest lease first, and leases them until
  /// `until`: at most `limit`, and no more bodies than `bytes` hold, but one however large it is. Two
  /// relays never hold the same message at the same time; one that dies with a lease gives it up when
  /// the time comes.
  package func leaseOutbox(
    limit: Int, bytes: Int = .max, now: UTCInstant, until: UTCInstant
  ) throws(StoreError) -> [LeasedMessage] {
    try transaction { transaction throws(StoreError) in
      let database = transaction.database
      let found = try database.rows(
        """
        SELECT id, length(body) FROM outbox_message
        WHERE leased_until <= \(now)
        ORDER BY leased_until LIMIT \(limit) \(RowLock.skipLocked)
        """
      ) { row throws(StoreError) in (id: try row.text(), size: try row.int()) }
      var room = bytes
      var ids: [String] = []
      for message in found where ids.isEmpty || message.size <= room {
        ids.append(message.id)
        room -= message.size
      }
      guard !ids.isEmpty else { return [] }
      try database.execute(
        "UPDATE outbox_message SET leased_until = \(until) WHERE id \(anyOf: ids)")
      let places = Dictionary(zip(ids, ids.indices)) { first, _ in first }
      let leased = try database.rows(
        """
        SELECT \(columns: OutboxTable.message), attempts FROM outbox_message
        WHERE id \(anyOf: ids)
        """
      ) { row throws(StoreError) in
        LeasedMessage(message: try OutboxMessage(from: &row), attempts: try row.integer())
      }
      return leased.sorted { places[$0.message.id, default: 0] < places[$1.message.id, default: 0] }
    }
  }

  /// Deletes messages whose sending the broker has confirmed.
  package func deleteSent(_ rows: SentRows) throws(StoreError) {
    guard !rows.isEmpty else { return }
    try transaction { transaction throws(StoreError) in try transaction.deleteSent(rows) }
  }

  /// Puts messages that could not be sent off until a later time, each by itself. One in a pack has to be unpacked before.
  package func postpone(_ ids: [String], until: UTCInstant) throws(StoreError) {
    guard !ids.isEmpty else { return }
    try transaction { transaction throws(StoreError) in
      _ = try transaction.database.execute(
        """
        UPDATE outbox_message SET leased_until = \(until), attempts = attempts + 1
        WHERE id \(anyOf: ids)
        """)
    }
  }

  /// How many events are not known to be sent. Dead letters are not among them: see ``refusedDeadLetters(until:)``.
  package func countUnsentEvents() throws(StoreError) -> Int {
    // Each counted by an index, without a look at the rows.
    try database.first(
      """
      SELECT (SELECT count(*) FROM outbox_message)
        - (SELECT count(*) FROM outbox_message WHERE event_id IS NULL)
        + (SELECT \(sums: [OutboxTable.events]) FROM outbox_pack)
      """
    ) { row throws(StoreError) in try row.int() } ?? 0
  }

  /// When the oldest event was stored that is not known to be sent; nil where there is none. Rows are named by their time.
  package func oldestUnsentEvent() throws(StoreError) -> UTCInstant? {
    try database.first(
      """
      SELECT min(created_at) FROM (
        SELECT (SELECT created_at FROM outbox_message WHERE event_id IS NOT NULL
            ORDER BY id LIMIT 1) AS created_at
        UNION ALL
        SELECT (SELECT created_at FROM outbox_pack ORDER BY id LIMIT 1)
      ) AS oldest
      """
    ) { row throws(StoreError) in try row.optionalInstant() } ?? nil
  }

  /// The dead letters that the broker has refused and that wait to be tried again, by the source of their
  /// request; of more than 10,000 sources some.
  package func refusedDeadLetters(
    until now: UTCInstant
  ) throws(StoreError) -> [String: DeadLetterLoad] {
    let found = try database.rows(
      """
      SELECT coalesce(app_id, ''), count(*), sum(length(body)) FROM outbox_message
      WHERE event_id IS NULL AND created_at <= \(now) AND attempts > 0 GROUP BY 1 LIMIT 10000
      """
    ) { row throws(StoreError) in
      (try row.text(), DeadLetterLoad(count: try row.int(), bytes: try row.int()))
    }
    return Dictionary(found) { first, _ in first }
  }

  /// Drops at most `limit` dead letters that the broker has not taken since `instant`; returns how many.
  package func deleteDeadLetters(before instant: UTCInstant, limit: Int) throws(StoreError) -> Int {
    try transaction { transaction throws(StoreError) in
      try transaction.database.execute(
        """
        WITH old AS MATERIALIZED (
          SELECT id FROM outbox_message WHERE event_id IS NULL AND created_at < \(instant)
          ORDER BY created_at LIMIT \(limit) \(RowLock.skipLocked)
        )
        DELETE FROM outbox_message WHERE id IN (SELECT id FROM old)
        """)
    }
  }
}

extension Database {
  func deleteSent(_ rows: SentRows) throws(StoreError) {
    if !rows.messages.isEmpty {
      try perform("DELETE FROM outbox_message WHERE id \(anyOf: rows.messages)")
    }
    if !rows.packs.isEmpty {
      try perform("DELETE FROM outbox_pack WHERE id \(anyOf: rows.packs)")
    }
  }
}
