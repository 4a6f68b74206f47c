package import CivilTime

/// How many e-mails may be sent on a day: one row a day, for all workers.
extension StoreSession {
  /// How many more than those that are counted the limit lets through on the day.
  package func emailsLeft(of dailyLimit: Int, on day: CivilDate) throws(StoreError) -> Int {
    try database.emailsLeft(of: dailyLimit, on: day)
  }

  /// Has those that are due and that today has not counted wait for 00:00 UTC, because nothing is left of the day: the longest
  /// due first, a few thousand at once. Notices stay, and what a relay holds.
  ///
  /// - Returns: how many.
  package func postponeEmails(now: UTCInstant) throws(StoreError) -> Int {
    let day = now.date
    let tomorrow = UTCInstant(startOf: day.adding(days: 1))
    return try transaction { transaction throws(StoreError) in
      let database = transaction.database
      let ids = try database.rows(
        """
        SELECT email_id FROM email_delivery
        WHERE status = 'Queued' AND due_at <= \(now) AND invoice_id IS NOT NULL
          AND (counted_on IS NULL OR counted_on <> \(day))
        ORDER BY due_at, email_id LIMIT \(mostPostponed) \(RowLock.skipLocked)
        """
      ) { row throws(StoreError) in try row.text() }
      guard !ids.isEmpty else { return 0 }
      return try database.execute(
        """
        UPDATE email_delivery SET not_before = \(tomorrow), due_at = \(tomorrow)
        WHERE email_id \(anyOf: ids)
        """)
    }
  }
}

/// E-mails that one transaction moves to the next day.
private let mostPostponed = 2_000

extension Database {
  fileprivate func emailsLeft(of dailyLimit: Int, on day: CivilDate) throws(StoreError) -> Int {
    let sent = try first("SELECT sent FROM email_day WHERE day = \(day)") {
      row throws(StoreError) in try row.int()
    }
    return max(0, dailyLimit - (sent ?? 0))
  }
}

extension StoreTransaction {
  /// How many of so many e-mails that were queued last wait for another day: as far as those that no day has counted are more than
  /// what is left of this one.
  package borrowing func emailsPostponed(
    of queued: Int, _ dailyLimit: Int, on day: CivilDate
  ) throws(StoreError) -> Int {
    guard queued > 0 else { return 0 }
    let left = try database.emailsLeft(of: dailyLimit, on: day)
    let waiting = try database.first(
      """
      SELECT count(*) FROM (
        SELECT 1 FROM email_delivery
        WHERE status = 'Queued' AND counted_on IS NULL AND invoice_id IS NOT NULL
        LIMIT \(left + queued)
      ) AS waiting
      """
    ) { row throws(StoreError) in try row.int() }
    return max(0, (waiting ?? 0) - left)
  }

  /// Whether one more may be sent on the day; it is counted then.
  borrowing func countSent(
    on day: CivilDate, _ limit: Int?
  ) throws(StoreError) -> Bool {
    let room: SQL = limit.map { "WHERE email_day.sent < \($0)" } ?? ""
    if let limit, limit < 1 { return false }
    let sent = try database.first(
      """
      INSERT INTO email_day (day, sent) VALUES (\(day), 1)
      ON CONFLICT (day) DO UPDATE SET sent = email_day.sent + 1 \(room)
      RETURNING sent
      """
    ) { row throws(StoreError) in try row.int() }
    return sent != nil
  }
}
