internal import Billing
internal import CivilTime
internal import Storage
internal import Testing

extension ConformanceCase {
  /// Runs from their start to their end.
  static let runs = [
    ConformanceCase("a run comes back as it was stored, with all its fields and with none") {
      opener in
      let session = try opener.migrated()
      let full = try RunFixtures.fullRun()
      let sparse = try RunFixtures.run("RUN-sparse", .post, parent: "RUN-full")
      try session.begin(full, sparse)
      #expect(try session.runningRuns() == [full, sparse])
      #expect(try session.runProgress(full.id) == full)
      #expect(try session.runProgress("RUN-none") == nil)
      let queries = Queries(session)
      #expect(try queries.runs(limit: 10) == [sparse, full])
      #expect(try queries.runs(limit: 1) == [sparse])
      #expect(try queries.run(sparse.id) == sparse)
    },

    ConformanceCase("a run that has ended holds the sums of its chunks, and changes no more") {
      opener in
      let session = try opener.migrated()
      try session.store(try RunFixtures.accounts([Int](repeating: 1, count: 51)))
      let run = try RunFixtures.run()
      try session.begin(run)
      #expect(try session.runToEnd(run.id) == nil, "nothing is selected yet")
      #expect(try session.selectPage(of: run) == [1, 2])
      var plan = RunChunkPlan(decision: Decision(outcome: .succeeded))
      plan.counters = RunFixtures.counters()
      plan.totals = [
        try RunFixtures.totals("125.00", "EUR", invoices: 2), try RunFixtures.totals("1100", "JPY"),
      ]
      plan.errors = [
        RunError(
          accountId: "A00001", groupingKey: "key", billingScheduleIds: ["A\"1", "A2"],
          code: .internalError, message: "what is wrong"),
        RunError(accountId: nil, invoiceId: "I-1", code: .internalError, message: "more"),
      ]
      try session.complete(1, of: run, with: plan)
      #expect(try session.runToEnd(run.id) == nil, "a chunk is open")
      let progress = try #require(try session.runProgress(run.id))
      #expect(progress.counters.chunksMade == 2 && progress.counters.chunksDone == 1)
      var second = RunChunkPlan(decision: Decision(outcome: .succeeded))
      second.counters = RunFixtures.counters()
      second.totals = [try RunFixtures.totals("62.50", "EUR")]
      try session.complete(2, of: run, with: second)

      let sums = try #require(try session.runToEnd(run.id))
      var expected = RunFixtures.counters()
      expected.add(RunFixtures.counters())
      expected.chunksMade = 2
      expected.chunksDone = 2
      #expect(sums.counters == expected)
      #expect(
        sums.totals == [
          try RunFixtures.totals("187.50", "EUR", invoices: 3),
          try RunFixtures.totals("1100", "JPY"),
        ])
      #expect(sums.errorCount == 2)
      let errors = try session.transaction { transaction throws(StoreError) in
        try transaction.runErrors(of: run.id, limit: 100)
      }
      #expect(errors == plan.errors)
      #expect(try Queries(session).runErrors(of: run.id, limit: 1) == [plan.errors[0]])

      try session.end(sums, .completedWithErrors)
      var ended = sums
      ended.status = .completedWithErrors
      ended.completedAt = Fixtures.later(seconds: 5)
      #expect(try session.runProgress(run.id) == ended)
      #expect(try Queries(session).runs(limit: 1) == [ended])
      #expect(try session.runToEnd(run.id) == nil)
      #expect(try session.runningRuns() == [])
      let again = #expect(throws: StoreError.self) { try session.end(sums) }
      #expect(again?.kind == .contention)
      #expect(try session.runProgress(run.id) == ended)
    },

    ConformanceCase(
      "E45: of a canceled run what is done stays, and what is open is open for nobody"
    ) {
      opener in
      let session = try opener.migrated()
      try session.store(try RunFixtures.accounts([Int](repeating: 1, count: 1_000)))
      let run = try RunFixtures.run()
      try session.begin(run)
      #expect(try session.selectPage(of: run) == Array(1...20))
      var plan = RunChunkPlan(decision: Decision(outcome: .succeeded))
      plan.counters.accountsSelected = 50
      for number in 1...8 { try session.complete(number, of: run, with: plan) }
      #expect(try session.openChunkCount() == 12)

      try session.noteCancelWanted(run.id)
      try session.noteCancelWanted(run.id)
      try session.noteCancelWanted("RUN-none")
      #expect(try Queries(session).isCancelWanted(run.id))
      #expect(try !Queries(session).isCancelWanted("RUN-none"))
      var needed = FactsNeeded()
      needed.runs.changed = [run.id, "RUN-none"]
      let facts = try session.load(needed)
      let locked = try #require(facts.runs.runs[run.id])
      #expect(facts.runs.runs.count == 1)
      #expect(locked.counters.chunksMade == 20 && locked.counters.chunksDone == 8)
      try session.end(locked, .canceled)

      #expect(try session.openChunkCount() == 0)
      #expect(try session.items(9, of: run) == nil)
      #expect(try session.noteBegun(9, of: run.id) == nil)
      #expect(try session.selectPage(of: run) == [])
      #expect(try session.overdueChunks(before: Fixtures.later(seconds: 99), limit: 9) == [])
      let ended = try #require(try session.runProgress(run.id))
      #expect(ended.counters.accountsSelected == 400)
      #expect(ended.counters.chunksMade == 20 && ended.counters.chunksDone == 8)
      let workable = try session.transaction { transaction throws(StoreError) in
        try transaction.runToWorkOn(run.id)
      }
      #expect(workable == nil)
    },

    ConformanceCase("a run that is to be canceled goes on where no attempt to cancel it ends") {
      opener in
      let session = try opener.migrated()
      let run = try RunFixtures.run()
      try session.begin(run)
      func isWanted() throws -> Bool {
        let inChunk = try session.transaction { transaction throws(StoreError) in
          try transaction.isCancelWanted(run.id)
        }
        #expect(try Queries(session).isCancelWanted(run.id) == inChunk)
        return inChunk
      }
      #expect(try !isWanted())
      try session.noteCancelWanted(run.id)
      #expect(try isWanted())
      let before = Fixtures.now
      try opener.open(for: .processing).execute(
        "UPDATE invoice_run_cancel SET wanted_until = \(before) WHERE wanted_until > \(before)")
      #expect(try !isWanted(), "the note has expired")
      try session.noteCancelWanted(run.id)
      #expect(try isWanted(), "it is delivered again")
      try session.end(run, .canceled)
      try session.noteCancelWanted(run.id)
    },

    ConformanceCase("of a run that has ended no progress is reported") { opener in
      let session = try opener.migrated()
      var run = try RunFixtures.run()
      try session.begin(run)
      run.counters.chunksDone = 1
      let seen = run
      try session.end(run, .canceled)
      let isReported = try session.transaction { transaction throws(StoreError) in
        try transaction.noteProgressReported(
          of: seen, at: Fixtures.later(seconds: 60), interval: 5_000_000)
      }
      #expect(!isReported, "it was read before its end")
    },

    ConformanceCase("progress is reported when something moved, and not more often than wanted") {
      opener in
      let session = try opener.migrated()
      var run = try RunFixtures.run()
      try session.begin(run)
      func isReported(_ done: Int, after seconds: Int64) throws -> Bool {
        run.counters.chunksDone = done
        let moved = run
        return try session.transaction { transaction throws(StoreError) in
          try transaction.noteProgressReported(
            of: moved, at: Fixtures.later(seconds: seconds), interval: 5_000_000)
        }
      }
      #expect(try !isReported(0, after: 0))
      #expect(try isReported(1, after: 1))
      #expect(try !isReported(2, after: 5), "4 s later")
      #expect(try isReported(2, after: 6))
      #expect(try !isReported(2, after: 60), "nothing moved")
      #expect(try isReported(3, after: 61))
    },

    ConformanceCase("facts of runs: those that are read, and accounts that exist") { opener in
      let session = try opener.migrated()
      try session.store([.account(try Fixtures.account())])
      let run = try RunFixtures.fullRun()
      try session.begin(run)
      var needed = FactsNeeded()
      needed.runs.read = [run.id, "RUN-none"]
      needed.runs.accountsNamed = ["ACC-1", "ACC-2"]
      let facts = try session.load(needed)
      #expect(facts.runs.runs == [run.id: run])
      #expect(facts.runs.existingAccounts == ["ACC-1"])
      #expect(facts.accounts.isEmpty)
    },

    ConformanceCase("a run's identifier is used once") { opener in
      let session = try opener.migrated()
      try session.begin(try RunFixtures.run())
      let second = #expect(throws: StoreError.self) {
        try session.begin(try RunFixtures.run("RUN-1", .post))
      }
      #expect(second?.kind == .constraint)
    },

    ConformanceCase("chunks of runs that ended long ago are forgotten, runs and errors are kept") {
      opener in
      let session = try opener.migrated()
      try session.store(try RunFixtures.accounts([Int](repeating: 1, count: 150)))
      let run = try RunFixtures.run()
      let open = try RunFixtures.run("RUN-2")
      try session.begin(run, open)
      #expect(try session.selectPage(of: open) == [1, 2, 3])
      #expect(try session.selectPage(of: run) == [1, 2, 3])
      var plan = RunChunkPlan(decision: Decision(outcome: .succeeded))
      plan.counters = RunFixtures.counters()
      plan.totals = [try RunFixtures.totals("1.00", "EUR")]
      plan.errors = [RunError(accountId: "A00001", code: .internalError, message: "m")]
      for number in 1...3 { try session.complete(number, of: run, with: plan) }
      var ending = try #require(try session.runToEnd(run.id))
      ending.counters.emailsPostponed = 2
      try session.end(ending)
      let ended = try session.runProgress(run.id)
      #expect(ended?.counters.emailsPostponed == 2)
      #expect(try session.deleteChunks(endedBefore: Fixtures.later(seconds: 5), limit: 2) == 0)
      #expect(try session.deleteChunks(endedBefore: Fixtures.later(seconds: 6), limit: 2) == 2)
      #expect(try session.deleteChunks(endedBefore: Fixtures.later(seconds: 6), limit: 2) == 1)
      #expect(try session.deleteChunks(endedBefore: Fixtures.later(seconds: 6), limit: 2) == 0)
      #expect(try session.runProgress(run.id) == ended)
      #expect(try Queries(session).runErrors(of: run.id, limit: 9).count == 3)
      #expect(try session.runProgress(open.id)?.counters.chunksMade == 3)
    },
  ]
}
