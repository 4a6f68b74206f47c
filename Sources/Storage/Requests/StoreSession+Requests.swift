package import CivilTime

extension StoreSession {
  /// Forgets at most `limit` requests that were completed before `instant`: their identifiers may be
  /// used again. Returns how many it deleted. Requests that another transaction looks at are passed over:
  /// those are locked in another order, and two transactions would deadlock.
  package func deleteRequests(before instant: UTCInstant, limit: Int) throws(StoreError) -> Int {
    try transaction { transaction throws(StoreError) in
      try transaction.database.execute(
        """
        WITH old AS MATERIALIZED (
          SELECT identifier, source FROM request WHERE completed_at < \(instant)
          ORDER BY completed_at LIMIT \(limit) \(RowLock.skipLocked)
        )
        DELETE FROM request WHERE (identifier, source) IN (SELECT identifier, source FROM old)
        """)
    }
  }
}
