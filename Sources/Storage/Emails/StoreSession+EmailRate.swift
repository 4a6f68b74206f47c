package import CivilTime

/// The rate at which all workers together send: one row, until when its moments are taken.
extension StoreSession {
  /// Takes moments to send at, one `interval` (in microseconds) after the other, behind those that are taken already: the first of
  /// them. Each moment belongs to one relay, so that the rate holds however many there are.
  ///
  /// - Returns: nil where it would lie beyond `horizon`: others have much to send now.
  package func takeEmailMoments(
    _ count: Int, interval: Int64, now: UTCInstant, horizon: UTCInstant
  ) throws(StoreError) -> UTCInstant? {
    try transaction { transaction throws(StoreError) in
      let database = transaction.database
      try database.execute(
        """
        INSERT INTO worker_lease (name, holder, term, expires_at)
        VALUES (\(emailRateName), '', 0, \(now)) ON CONFLICT (name) DO NOTHING
        """)
      let taken = try database.first(
        "SELECT expires_at FROM worker_lease WHERE name = \(emailRateName) \(RowLock.wait)"
      ) { row throws(StoreError) in try row.instant() }
      let first = max(taken ?? now, now)
      guard first <= horizon else { return nil }
      try database.execute(
        """
        UPDATE worker_lease SET expires_at = \(first.adding(microseconds: Int64(count) * interval))
        WHERE name = \(emailRateName)
        """)
      return first
    }
  }
}

private let emailRateName = "email rate"
