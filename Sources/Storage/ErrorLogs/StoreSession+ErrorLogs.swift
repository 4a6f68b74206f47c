package import CivilTime

extension StoreSession {
  /// Forgets at most `limit` error logs that were last seen before `instant`; returns how many. Those that another
  /// transaction counts up are passed over, like requests.
  package func deleteErrorLogs(before instant: UTCInstant, limit: Int) throws(StoreError) -> Int {
    try transaction { transaction throws(StoreError) in
      try transaction.database.execute(
        """
        WITH old AS MATERIALIZED (
          SELECT error_log_number FROM error_log WHERE last_seen_at < \(instant)
          ORDER BY last_seen_at LIMIT \(limit) \(RowLock.skipLocked)
        )
        DELETE FROM error_log WHERE error_log_number IN (SELECT error_log_number FROM old)
        """)
    }
  }
}
