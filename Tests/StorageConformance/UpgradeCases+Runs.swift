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
    }
  ]
}
