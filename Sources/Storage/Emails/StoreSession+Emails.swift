package import Billing
package import CivilTime

/// The mail relay's side of e-mails. Each call is a transaction of its own; what came of an attempt is written by
/// ``StoreTransaction/settle(_:_:)``, in one transaction with its event, its timeline row and its error log.
extension StoreSession {
  /// Takes Queued e-mails that are due and that no relay holds, the longest due first, and leases them until `until`. Two relays
  /// never hold the same one at the same time; one that dies with a lease gives it up when the time comes.
  package func leaseEmails(
    limit: Int, now: UTCInstant, until: UTCInstant
  ) throws(StoreError) -> [LeasedEmail] {
    try transaction { transaction throws(StoreError) in
      let database = transaction.database
      let ids = try database.rows(
        """
        SELECT email_id FROM email_delivery WHERE status = 'Queued' AND due_at <= \(now)
        ORDER BY due_at, email_id LIMIT \(limit) \(RowLock.skipLocked)
        """
      ) { row throws(StoreError) in try row.text() }
      guard !ids.isEmpty else { return [] }
      try database.execute(
        "UPDATE email_delivery SET due_at = \(until) WHERE email_id \(anyOf: ids)")
      return try transaction.leasedEmails(ids, until)
    }
  }

  /// Counts an attempt, before anything is handed to a server, and holds the e-mail until `leaseUntil`. An e-mail that is to be
  /// counted against the daily limit is so once a day, with its first attempt on it; beyond the limit it waits for 00:00 UTC of
  /// the next day. Whom it goes to is looked up again: an address may have been suppressed since it was leased.
  ///
  /// The e-mail is given as it was leased: another relay that has taken it meanwhile has counted an attempt of its own.
  package func countAttempt(
    of email: EmailDelivery, day: CivilDate, dailyLimit: Int?, leaseUntil: UTCInstant
  ) throws(StoreError) -> EmailAdmission {
    try transaction { transaction throws(StoreError) in
      try transaction.admit(email, day, dailyLimit, leaseUntil)
    }
  }

  /// Takes back the attempt that was counted last, because the server was away before MAIL FROM was accepted: neither the
  /// e-mail's attempts nor, where it `isCounted` with that attempt, the day's count know of it. Whoever comes from `now` on may
  /// take it. The e-mail is given with the attempt counted.
  package func takeBackAttempt(
    of email: EmailDelivery, isCounted: Bool, now: UTCInstant
  ) throws(StoreError) {
    try transaction { transaction throws(StoreError) in
      let database = transaction.database
      let counted = try database.first(
        """
        SELECT counted_on FROM email_delivery
        WHERE email_id = \(email.id) AND status = 'Queued' AND attempts = \(email.attempts)
        \(RowLock.wait)
        """
      ) { row throws(StoreError) in try row.optionalDate() }
      guard let counted else { return }
      if isCounted, let day = counted {
        try database.execute("UPDATE email_day SET sent = sent - 1 WHERE day = \(day)")
      }
      let uncounted: SQL = isCounted ? ", counted_on = NULL" : ""
      try database.execute(
        """
        UPDATE email_delivery SET attempts = attempts - 1, due_at = \(now)\(uncounted)
        WHERE email_id = \(email.id)
        """)
    }
  }

  /// Gives leased e-mails back, of which no attempt was counted. Those that are no longer held by that lease stay as they are:
  /// another relay may have them.
  package func releaseEmails(
    _ leased: [LeasedEmail], now: UTCInstant
  ) throws(StoreError) {
    guard !leased.isEmpty else { return }
    let leases = Dictionary(grouping: leased) { $0.lease }
    try transaction { transaction throws(StoreError) in
      for (lease, emails) in leases {
        try transaction.database.execute(
          """
          UPDATE email_delivery SET due_at = CASE WHEN not_before > \(now) THEN not_before ELSE \(now) END
          WHERE email_id \(anyOf: emails.map(\.email.id).sorted()) AND status = 'Queued'
            AND due_at = \(lease.until) AND attempts = \(lease.attempts)
          """)
      }
    }
  }

  /// When the next e-mail is due that no relay holds; nil for none.
  package func nextEmailDue() throws(StoreError) -> UTCInstant? {
    try database.first("SELECT min(due_at) FROM email_delivery WHERE status = 'Queued'") {
      row throws(StoreError) in try row.optionalInstant()
    } ?? nil
  }

  /// How many e-mails are Queued, those that are not due yet among them; counted by an index, without a look at the rows.
  package func countQueuedEmails() throws(StoreError) -> Int {
    try database.first("SELECT count(*) FROM email_delivery WHERE status = 'Queued'") {
      row throws(StoreError) in try row.int()
    } ?? 0
  }
}

extension StoreTransaction {
  /// What an attempt, or what was found before one, makes of an e-mail, given with its attempts as they are counted.
  ///
  /// What a server has taken is Sent, also where the e-mail was Failed while the server was asked: its invoice was voided, or
  /// another relay no longer waited for an answer to the last attempt. It may come however late.
  ///
  /// With `countingAttempt` an attempt counts that ended before a server heard of it; no day counts it.
  ///
  /// - Returns: what is stored now; nil where it is no longer Queued, but for that, or another relay has counted an attempt of
  ///   its own: nothing was written then, and nothing is to be published.
  package borrowing func settle(
    _ email: EmailDelivery, _ transition: EmailTransition, countingAttempt: Bool = false
  ) throws(StoreError) -> EmailDelivery? {
    var settled = email.applying(transition)
    if countingAttempt { settled.attempts += 1 }
    let before: SQL =
      switch transition {
      case .sent: "status IN ('Queued', 'Failed')"
      case .later, .failed: "status = 'Queued'"
      }
    let diagnostic: SQL = settled.diagnostic.map { "\($0)" } ?? "NULL"
    let changed = try database.execute(
      """
      UPDATE email_delivery SET
        status = \(settled.status.rawValue), attempts = \(settled.attempts), not_before = \(settled.notBefore),
        due_at = \(settled.notBefore), diagnostic = \(diagnostic)
      WHERE email_id = \(email.id) AND \(before) AND attempts = \(email.attempts)
      """)
    return changed == 1 ? settled : nil
  }

  /// Whose invoice it is; nil where there is none.
  package borrowing func account(of invoice: Invoice.ID) throws(StoreError) -> Account.ID? {
    try database.first("SELECT account_id FROM invoice WHERE id = \(invoice)") {
      row throws(StoreError) in try row.id()
    }
  }

  fileprivate borrowing func leasedEmails(
    _ ids: [String], _ until: UTCInstant
  ) throws(StoreError) -> [LeasedEmail] {
    let found = try database.rows(
      """
      SELECT \(columns: EmailDelivery.table, of: "e"), coalesce(i.status, '')
      FROM email_delivery e LEFT JOIN invoice i ON i.id = e.invoice_id
      WHERE e.email_id \(anyOf: ids)
      """
    ) { row throws(StoreError) in
      (email: try EmailDelivery(from: &row), invoiceStatus: try row.text())
    }
    var addresses: Set<String> = []
    for one in found { addresses.formUnion(one.email.addresses) }
    let suppressed = try suppressed(among: addresses)
    let places = Dictionary(zip(ids, ids.indices)) { first, _ in first }
    return
      found
      .sorted { places[$0.email.id.text, default: 0] < places[$1.email.id.text, default: 0] }
      .map { one in
        LeasedEmail(
          email: one.email, suppressed: suppressed.intersection(one.email.addresses),
          isVoided: one.invoiceStatus == InvoiceStatus.voided.rawValue, until: until)
      }
  }

  private borrowing func suppressed(
    among addresses: Set<String>
  ) throws(StoreError) -> Set<String> {
    Set(
      try database.rows(
        "SELECT address FROM email_suppression WHERE address \(anyOf: addresses.sorted())"
      ) { row throws(StoreError) in try row.text() })
  }

  fileprivate borrowing func admit(
    _ email: EmailDelivery, _ day: CivilDate, _ dailyLimit: Int?, _ leaseUntil: UTCInstant
  ) throws(StoreError) -> EmailAdmission {
    let counted = try database.first(
      """
      SELECT counted_on FROM email_delivery
      WHERE email_id = \(email.id) AND status = 'Queued' AND attempts = \(email.attempts)
      \(RowLock.wait)
      """
    ) { row throws(StoreError) in try row.optionalDate() }
    guard let counted else { return .noLongerQueued }
    guard email.attempts < EmailAttempts.limit else { return .attemptsUsedUp }
    let suppressed = try suppressed(among: email.addresses)
    guard suppressed.isEmpty else { return .suppressed(suppressed) }
    var countedOn: SQL = ""
    let isCounted = !email.isNotice && counted != day
    if isCounted {
      guard try countSent(on: day, dailyLimit) else {
        let tomorrow = UTCInstant(startOf: day.adding(days: 1))
        try database.execute(
          """
          UPDATE email_delivery SET not_before = \(tomorrow), due_at = \(tomorrow)
          WHERE email_id = \(email.id)
          """)
        return .overDailyLimit
      }
      countedOn = ", counted_on = \(day)"
    }
    try database.execute(
      """
      UPDATE email_delivery SET attempts = attempts + 1, due_at = \(leaseUntil)\(countedOn)
      WHERE email_id = \(email.id)
      """)
    return .admitted(attempt: email.attempts + 1, isCounted: isCounted)
  }
}
