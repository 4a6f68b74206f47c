package import CivilTime

/// What old e-mails said.
extension StoreSession {
  /// Drops the texts of at most `limit` e-mails that were queued before `instant` and are Queued no longer; returns how many. To whom
  /// they went, under which subject, and what became of them stays. Those that another transaction changes are passed over.
  package func shortenEmails(before instant: UTCInstant, limit: Int) throws(StoreError) -> Int {
    try transaction { transaction throws(StoreError) in
      try transaction.database.execute(
        """
        WITH old AS MATERIALIZED (
          SELECT email_id FROM email_delivery
          WHERE status <> 'Queued' AND NOT is_shortened AND queued_at < \(instant)
          ORDER BY queued_at LIMIT \(limit) \(RowLock.skipLocked)
        )
        UPDATE email_delivery SET text_body = '', html_body = NULL, is_shortened = \(true)
        WHERE email_id IN (SELECT email_id FROM old)
        """)
    }
  }
}
