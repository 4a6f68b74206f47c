internal import Billing
internal import CivilTime
internal import Storage
internal import Testing

extension ConformanceCase {
  /// A database from before there were runs.
  static let upgradesOfRuns = [
    ConformanceCase("schedules and invoices from before are of no run, and the next run finds them")
    {
      opener in
      let earlier = try EarlierDatabase(opener, version: 12)
      try earlier.schedule("BS-1")
      try earlier.schedule("BS-2")
      try earlier.execute("UPDATE billing_schedule SET status = 'Error' WHERE id = 'BS-2'")
      try earlier.invoice("I-1", number: "N-1")
      try earlier.upgrade()
      let session = try opener.session()
      #expect(try Queries(session).invoice("I-1")?.invoiceRunId == nil)
      var needed = FactsNeeded()
      needed.schedules.ofAccounts = ["ACC-1"]
      let schedules = try session.load(needed).schedules
      #expect(schedules.count == 2)
      #expect(schedules.values.allSatisfy { $0.runMatchingValue == nil })
      #expect(try Queries(session).runs(limit: 1) == [])

      let run = try RunFixtures.run()
      try session.begin(run)
      #expect(try session.selectPage(of: run) == [1])
      #expect(try session.items(1, of: run) == .accounts(["ACC-1"]))
    },
    ConformanceCase("the end of a run from before notices is mailed to nobody") { opener in
      let earlier = try EarlierDatabase(opener, version: 18)
      try earlier.execute(
        """
        INSERT INTO invoice_run (id, kind, status, run_date, is_target_date_inclusive,
          allows_zero_amount_invoices, posts_when_ended, retries_when_ended, started_at,
          error_count, requested_by_email)
        VALUES ('RUN-1', 'Generate', 'Running', \(try Fixtures.date("2026-01-01")), FALSE, FALSE,
          FALSE, FALSE, \(Fixtures.now), 0, 'ann@example.com')
        """)
      try earlier.upgrade()
      let run = try #require(try Queries(opener.session()).runs(limit: 1).first)
      #expect(run.requestedBy == RequestedBy(email: "ann@example.com"))
      #expect(run.requestedBy?.noticeAddress == nil)
    },
  ]
}
