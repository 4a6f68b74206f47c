internal import Billing
internal import CivilTime

/// What concerns no single account.
extension Audit {
  mutating func checkNumbers() throws(StoreError) {
    for sequence in try database.numberSequences() {
      // As many as are named: a table that was emptied misses millions.
      var missing = BoundedBreaches(.numbers)
      var repeated = BoundedBreaches(.numbers)
      let counted = try database.forEachMissingNumber(
        of: sequence,
        { gap in
          guard gap.explanation == nil else { return }
          missing.add("The value \(gap.value) of \(sequence.title) is on no document.")
        }, repeated: { repeated.add("The value \($0) of \(sequence.title) is on two documents.") })
      report.count(.numbers, counted)
      report.add(missing)
      report.add(repeated)
    }
  }

  mutating func checkRequests() throws(StoreError) {
    let counts = try database.rows(
      """
      SELECT count(*), coalesce(sum(CASE WHEN outcome IS NULL THEN 1 ELSE 0 END), 0) FROM request
      """
    ) { row throws(StoreError) in (try row.int(), try row.int()) }
    report.count(.requests, counts.first?.0 ?? 0)
    if let open = counts.first?.1, open > 0 {
      try database.stream(
        "SELECT identifier FROM request WHERE outcome IS NULL ORDER BY identifier"
      ) { found throws(StoreError) in
        report.add([
          AuditBreach(.requests, "Request \(try found.text(at: 0)) has no outcome.")
        ])
      }
    }
    try checkEvents()
  }

  private mutating func checkEvents() throws(StoreError) {
    let late = now.adding(microseconds: -Self.graceOfEvents)
    try database.stream(
      "SELECT id, routing_key, leased_until < \(late) FROM outbox_message ORDER BY id"
    ) { found throws(StoreError) in
      countRow()
      report.count(.events)
      guard try found.boolean(at: 2) else { return }
      report.add([
        AuditBreach(
          .events,
          "The message \(try found.text(at: 0)) (\(try found.text(at: 1))) waits for more than a minute past its lease. Is a worker running, and the broker reachable?"
        )
      ])
    }
    try database.stream(
      "SELECT id, events, leased_until < \(late) FROM outbox_pack ORDER BY id"
    ) { found throws(StoreError) in
      countRow()
      let events = Int(clamping: try found.integer(at: 1))
      report.count(.events, events)
      guard try found.boolean(at: 2) else { return }
      report.add([
        AuditBreach(
          .events,
          "The \(events) messages of the pack \(try found.text(at: 0)) wait for more than a minute past its lease. Is a worker running, and the broker reachable?"
        )
      ])
    }
  }

  /// Microseconds that a message may wait when its lease has ended: a worker asks for such messages every few seconds.
  private static let graceOfEvents: Int64 = 60_000_000
}
