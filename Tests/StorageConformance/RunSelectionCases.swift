internal import Billing
internal import CivilTime
internal import Storage
internal import Testing

extension ConformanceCase {
  /// Whom a run finds, page by page.
  static let runSelections = [
    ConformanceCase(
      "a page's chunks hold at most 50 accounts or 500 schedules, a larger account alone"
    ) {
      opener in
      let session = try opener.migrated()
      var weights = [Int](repeating: 1, count: 60)
      weights += [499, 1, 1, 501, 2]
      try session.store(try RunFixtures.accounts(weights))
      let run = try RunFixtures.run()
      try session.begin(run)
      #expect(try session.selectPage(of: run) == [1, 2, 3, 4, 5, 6])
      let accounts = try session.accounts(inChunks: [1, 2, 3, 4, 5, 6], of: run)
      let sizes = accounts.map(\.count)
      #expect(sizes == [50, 10, 2, 1, 1, 1])
      #expect(accounts.flatMap(\.self) == (1...65).map(RunFixtures.account))
      // All is selected: nothing more, however often it is asked.
      #expect(try session.selectPage(of: run) == [])
    },

    ConformanceCase(
      "pages follow each other: the chunk that finishes a page's half asks for the next"
    ) {
      opener in
      let session = try opener.migrated()
      try session.store(try RunFixtures.accounts([Int](repeating: 1, count: 10_101)))
      let run = try RunFixtures.run()
      try session.begin(run)
      #expect(try session.noteBegun(RunChunk.selection, of: run.id) == 1)
      let first = try session.selectPage(of: run)
      #expect(first == Array(1...200))
      #expect(try session.noteBegun(RunChunk.selection, of: run.id) == 1, "of the next page")
      #expect(try session.selectPage(of: run) == [], "the next page is not asked for yet")
      for number in 1..<100 {
        #expect(try session.complete(number, of: run) == false)
      }
      #expect(try session.selectPage(of: run) == [])
      #expect(try session.complete(100, of: run) == true)
      #expect(try session.complete(101, of: run) == false, "it is asked for once")
      #expect(try session.selectPage(of: run) == [201, 202, 203])
      #expect(try session.accounts(inChunks: [203], of: run) == [[RunFixtures.account(10_101)]])
      #expect(try session.runToEnd(run.id) == nil)
      for number in 102...203 { try session.complete(number, of: run) }
      #expect(try session.runToEnd(run.id)?.counters.chunksMade == 203)
    },

    ConformanceCase("what is not due, not ready or not meant is not selected") { opener in
      let session = try opener.migrated()
      func account(_ id: Account.ID, _ change: (inout BillingSchedule) -> Void) throws -> [Record] {
        var schedule = try Fixtures.schedule(RecordID("\(id)-1"), of: id)
        change(&schedule)
        return [.account(try Fixtures.account(id)), .billingSchedule(schedule)]
      }
      let boundary = try Fixtures.date("2026-02-01")
      try session.store(
        account("A-due") { _ in }
          + account("B-boundary") { $0.progress?.nextBillingDate = boundary }
          + account("C-late-usage") { $0.progress?.nextBillingDate = nil }
          + account("D-error") { $0.progress?.status = .error }
          + account("E-complete") { $0.progress?.status = .completelyBilled }
          + account("F-matching") { $0.runMatchingValue = "Batch 2" }
          + account("G-one-time") { $0.billingTermUnit = .oneTime }
          + account("H-milestone") { $0.billingMethod = .milestone })
      func selected(
        inclusive: Bool = false, _ change: (inout RunCriteria) -> Void = { _ in }
      ) throws -> String {
        var criteria = RunCriteria()
        change(&criteria)
        let name = "RUN-\(try Queries(session).runs(limit: 100).count)"
        var run = try RunFixtures.run(RecordID(name), criteria: criteria)
        run.terms?.isTargetDateInclusive = inclusive
        try session.begin(run)
        let chunks = try session.selectPage(of: run)
        return try session.accounts(inChunks: chunks, of: run).flatMap(\.self)
          .map { String($0.text.prefix(1)) }.joined()
      }
      #expect(try selected() == "ACFGH")
      #expect(try selected(inclusive: true) == "ABCFGH")
      #expect(try selected { $0.matchingValues = ["Batch 2", "3"] } == "F")
      #expect(try selected { $0.chargeTypes = [.oneTime] } == "G")
      #expect(try selected { $0.chargeTypes = [.milestone] } == "H")
      #expect(try selected { $0.chargeTypes = [.usage] } == "")
      #expect(try selected { $0.chargeTypes = [.recurring, .oneTime] } == "ACFG")
      #expect(try selected { $0.currencies = ["EUR"] } == "")
      #expect(try selected { $0.currencies = ["EUR", "USD"] } == "ACFGH")
      #expect(try selected { $0.accountIds = ["A-due", "D-error", "none"] } == "A")
      #expect(try selected { $0.excludedAccountIds = ["A-due", "H-milestone"] } == "CFG")
    },

    ConformanceCase("runs over another's invoices and schedules go over all of them in order") {
      opener in
      let session = try opener.migrated()
      var records = try RunFixtures.accounts([3])
      records.append(.account(try Fixtures.account()))
      var invoices: [Invoice] = []
      for number in 1...401 {
        var invoice = try Fixtures.invoice(RecordID("I-\(1_000 + number)"), schedules: [])
        if number != 7 { invoice.invoiceRunId = "RUN-1" }
        invoices.append(invoice)
      }
      try session.store(records, invoices: invoices)
      let parent = try RunFixtures.run()
      let post = try RunFixtures.run("RUN-2", .post, parent: "RUN-1")
      let recover = try RunFixtures.run("RUN-3", .recover, parent: "RUN-1")
      try session.begin(parent)
      #expect(try session.selectPage(of: parent) == [1])
      var plan = RunChunkPlan(decision: Decision(outcome: .succeeded))
      for (place, status) in [BillingScheduleStatus.error, .readyForInvoicing, .error].enumerated()
      {
        plan.decision.effects.progress.append(
          ScheduleProgress(
            billingScheduleId: RecordID("A00001-\(place)"),
            progress: try Fixtures.progress(status: status)))
      }
      try session.complete(1, of: parent, with: plan)
      try session.end(try #require(try session.runToEnd(parent.id)))
      try session.begin(post, recover)
      #expect(try session.selectPage(of: post) == [1, 2])
      let expected = invoices.map(\.id).filter { $0 != "I-1007" }
      #expect(try session.items(1, of: post) == .invoices(Array(expected[..<200])))
      #expect(try session.items(2, of: post) == .invoices(Array(expected[200...])))
      #expect(try session.selectPage(of: recover) == [1])
      #expect(try session.items(1, of: recover) == .schedules(["A00001-0", "A00001-2"]))
    },

    ConformanceCase("a retry goes over the accounts with errors of the run before it") { opener in
      let session = try opener.migrated()
      try session.store(try RunFixtures.accounts([1, 1, 1]))
      let first = try RunFixtures.run()
      try session.begin(first)
      #expect(try session.selectPage(of: first) == [1])
      var plan = RunChunkPlan(decision: Decision(outcome: .succeeded))
      plan.errors = [
        RunError(accountId: "A00002", code: .internalError, message: "m"),
        RunError(accountId: nil, code: .internalError, message: "m"),
      ]
      try session.complete(1, of: first, with: plan)
      var retry = try RunFixtures.run("RUN-2")
      retry.retryOf = "RUN-1"
      try session.begin(retry)
      #expect(try session.selectPage(of: retry) == [1])
      #expect(try session.items(1, of: retry) == .accounts(["A00002"]))
    },

    ConformanceCase("an account that comes after its place was selected waits for the next run") {
      opener in
      let session = try opener.migrated()
      try session.store(try RunFixtures.accounts([1, 1], from: 10))
      let run = try RunFixtures.run()
      try session.begin(run)
      #expect(try session.selectPage(of: run) == [1])
      try session.store(try RunFixtures.accounts([1], from: 1))
      try session.store(try RunFixtures.accounts([1], from: 20))
      #expect(try session.items(1, of: run) == .accounts(["A00010", "A00011"]))
    },
  ]
}
