package import CivilTime

/// The rows of dead letters going away. Each call is a transaction of its own.
extension StoreSession {
  /// Removes the rows of messages that were taken out of the queue: for each fingerprint as many as it is named times, for messages
  /// that nothing tells apart share one. One that has no row is none's.
  package func removeParked(_ fingerprints: [String]) throws(StoreError) {
    guard !fingerprints.isEmpty else { return }
    try transaction { transaction throws(StoreError) in
      var left: [String: Int] = [:]
      for fingerprint in fingerprints { left[fingerprint, default: 0] += 1 }
      let found = try transaction.database.rows(
        """
        SELECT id, fingerprint FROM dead_letter WHERE fingerprint \(anyOf: left.keys.sorted())
        ORDER BY id
        """
      ) { row throws(StoreError) in (id: try row.text(), fingerprint: try row.text()) }
      var ids: [String] = []
      for row in found where left[row.fingerprint, default: 0] > 0 {
        left[row.fingerprint, default: 0] -= 1
        ids.append(row.id)
      }
      guard !ids.isEmpty else { return }
      _ = try transaction.database.execute("DELETE FROM dead_letter WHERE id \(anyOf: ids)")
    }
  }

  /// Removes the rows of messages that are in the queue no more.
  ///
  /// - Returns: how many there were.
  package func removeParked(ids: [String]) throws(StoreError) -> Int {
    guard !ids.isEmpty else { return 0 }
    return try transaction { transaction throws(StoreError) in
      try transaction.database.execute("DELETE FROM dead_letter WHERE id \(anyOf: ids)")
    }
  }

  /// When the oldest of the latest `count` rows was parked; nil where there are no more than that.
  package func oldestParked(ofLatest count: Int) throws(StoreError) -> UTCInstant? {
    let found = try database.rows(
      """
      SELECT parked_at FROM dead_letter ORDER BY parked_at DESC, id DESC
      LIMIT 2 OFFSET \(max(0, count - 1))
      """
    ) { row throws(StoreError) in try row.instant() }
    return found.count == 2 ? found[0] : nil
  }

  /// Removes at most `limit` rows of messages that were parked before `instant`, the oldest first; returns how many.
  package func removeParked(before instant: UTCInstant, limit: Int) throws(StoreError) -> Int {
    try transaction { transaction throws(StoreError) in
      try transaction.database.execute(
        """
        WITH old AS MATERIALIZED (
          SELECT id FROM dead_letter WHERE parked_at < \(instant)
          ORDER BY parked_at, id LIMIT \(limit) \(RowLock.skipLocked)
        )
        DELETE FROM dead_letter WHERE id IN (SELECT id FROM old)
        """)
    }
  }
}
