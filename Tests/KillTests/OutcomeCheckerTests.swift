import SQLite
import TestWorker
import Testing

/// A checker that finds nothing proves nothing: each promise is broken by hand, and it must say so.
@Suite struct OutcomeCheckerTests {
  static let damages: [(sql: String, finding: String)] = [
    ("DELETE FROM request WHERE identifier = 'a-1'", "request a-1 has 0 outcomes"),
    ("UPDATE request SET outcome = NULL WHERE identifier = 'b-1'", "Request b-1 has no outcome"),
    (
      "UPDATE invoice SET invoice_number = 'INV-2026-000009' WHERE account_id = 'a'",
      "does not hold 1, its value"
    ),
    ("UPDATE invoice SET invoice_number = NULL WHERE account_id = 'b'", "has no number"),
    (
      "UPDATE invoice SET total_amount = '1.00' WHERE account_id = 'a'",
      "totalAmount is stored as 1.00"
    ),
    (
      "UPDATE invoice_line SET amount = '1.00' WHERE billing_schedule_id = 'a'",
      "its live lines do not"
    ),
    (
      """
      UPDATE invoice_line SET period_from = '2026-01-15', period_to = '2026-02-15'
      WHERE billing_schedule_id = 'a' AND period_from = '2026-02-01'
      """, "the days from 2026-01-15 are on invoice"
    ),
    ("UPDATE invoice SET id = 'other' WHERE account_id = 'b'", "invoice other has 0 events"),
    ("UPDATE request SET type = 'other' WHERE identifier = 'c-1'", "was ingested by 0 requests"),
    ("DELETE FROM application", "paidAmount is stored as"),
    (
      "UPDATE invoice SET creation_mode = 'Generated' WHERE request_identifier = 'c-2'",
      "request c-2 ingested the invoice"
    ),
  ]

  private static let confirmed = ["a-1", "b-1", "c-1", "c-2", "pay-1"]

  @Test func `every broken promise is found`() async throws {
    try await RunningSystem.run { system in
      for account in ["a", "b"] {
        try await system.store(
          SampleRecords.account(account), SampleRecords.schedule(account, account: account))
        try await system.generate(
          id: "\(account)-1", action: "Posted", ["accountId": .text(account)],
          targetDate: "2026-03-01")
      }
      try await system.store(SampleRecords.account("c"))
      for (id, action) in [("c-1", "Posted"), ("c-2", "Draft")] {
        let completion = try await system.complete(
          .ingest(id: id, document: id, account: "c", action: action))
        #expect(completion.outcome == "Succeeded")
      }
      let paid = try await system.complete(
        .pay(id: "pay-1", "P-1", of: "a", "10.00", ["autoApply": "OldestFirst"]))
      #expect(paid.outcome == "Succeeded")
      let checker = OutcomeChecker(system)
      try await checker.awaitPublished()
      for worker in system.workers { await worker.drain() }
      #expect(try checker.violations(confirmed: Self.confirmed).isEmpty)
      #expect(
        try checker.violations(confirmed: ["lost"])
          == ["request lost has 0 outcomes", "request lost has 0 completions"])

      // One after the other, each in a place of its own.
      var known: [String] = []
      for (sql, finding) in Self.damages {
        #expect(!known.contains { $0.contains(finding) })
        try system.database().execute("PRAGMA foreign_keys = OFF; \(sql)")
        known = try checker.violations(confirmed: Self.confirmed)
        #expect(known.contains { $0.contains(finding) }, "\(sql): \(known)")
      }
    }
  }
}
