internal import Billing
internal import CivilTime
internal import Storage
internal import Testing

extension ConformanceCase {
  /// What one transaction does of a run, and what happens to it while others work.
  static let runChunks = [
    ConformanceCase("a chunk is done once, whatever is delivered again") { opener in
      let session = try opener.migrated()
      try session.store(try RunFixtures.accounts([1]))
      let run = try RunFixtures.run()
      try session.begin(run)
      #expect(try session.selectPage(of: run) == [1])
      #expect(try session.complete(1, of: run) == false)
      #expect(try session.complete(1, of: run) == nil)
      #expect(try session.complete(2, of: run) == nil, "forged")
      #expect(try session.complete(0, of: run) == nil, "the selection is no chunk")
      #expect(try session.runProgress(run.id)?.counters.chunksDone == 1)
    },

    ConformanceCase("how often a chunk or a selection was begun is counted while it is open") {
      opener in
      let session = try opener.migrated()
      try session.store(try RunFixtures.accounts([1]))
      let run = try RunFixtures.run()
      try session.begin(run)
      #expect(try session.noteBegun(RunChunk.selection, of: run.id) == 1)
      #expect(try session.noteBegun(RunChunk.selection, of: run.id) == 2)
      #expect(try session.noteBegun(1, of: run.id) == nil)
      #expect(try session.selectPage(of: run) == [1])
      #expect(try session.noteBegun(RunChunk.selection, of: run.id) == nil)
      #expect(try session.noteBegun(1, of: run.id) == 1)
      #expect(try session.noteBegun(1, of: run.id) == 2)
      let begun = try session.transaction { transaction throws(StoreError) in
        try transaction.openChunk(1, of: run.id)?.begun
      }
      #expect(begun == 2)
      try session.complete(1, of: run)
      #expect(try session.noteBegun(1, of: run.id) == nil)
    },

    ConformanceCase("what an open chunk goes over is read without waiting for who works on it") {
      opener in
      let session = try opener.migrated()
      try session.store(try RunFixtures.accounts([1, 1]))
      let run = try RunFixtures.run()
      try session.begin(run)
      #expect(try session.openChunk(1, of: run.id) == nil)
      #expect(try session.selectPage(of: run) == [1])
      let reader = try opener.session()
      let (held, read) = try session.transaction {
        transaction throws(StoreError) -> (RunItems?, RunItems?) in
        _ = try transaction.runToWorkOn(run.id)
        let chunk = try transaction.openChunk(1, of: run.id)
        let items = try chunk.map { chunk throws(StoreError) in
          try transaction.items(of: chunk, in: run).items
        }
        return (items, try reader.openChunk(1, of: run.id)?.items)
      }
      #expect(held != nil && read == held)
      try session.noteCancelWanted(run.id)
      #expect(try session.openChunk(1, of: run.id) == nil, "it is to be canceled")
    },

    ConformanceCase("a selection that is given up ends with its error, and so does the run") {
      opener in
      let session = try opener.migrated()
      try session.store(try RunFixtures.accounts([1]))
      let run = try RunFixtures.run()
      try session.begin(run)
      var plan = RunChunkPlan(decision: Decision(outcome: .succeeded))
      plan.errors = [RunError(accountId: nil, code: .internalError, message: "given up")]
      #expect(try session.complete(RunChunk.selection, of: run, with: plan) == false)
      #expect(try session.complete(RunChunk.selection, of: run, with: plan) == nil)
      #expect(try session.selectPage(of: run) == [])
      let ended = try #require(try session.runToEnd(run.id))
      #expect(ended.errorCount == 1)
      try session.end(ended, .completedWithErrors)
      #expect(try Queries(session).runErrors(of: run.id, limit: 9) == plan.errors)
    },

    ConformanceCase("chunks that are added are open until they are done") { opener in
      let session = try opener.migrated()
      try session.store(try RunFixtures.accounts([1, 1, 1]))
      let run = try RunFixtures.run()
      try session.begin(run)
      #expect(try session.selectPage(of: run) == [1])
      let added = try session.transaction { transaction throws(StoreError) in
        try transaction.addChunks(
          [.accounts(["A00001"]), .accounts([]), .accounts(["A00002", "A00003"])], to: run.id,
          at: Fixtures.now)
      }
      #expect(added == [2, 3])
      try session.complete(1, of: run)
      #expect(try session.runToEnd(run.id) == nil)
      #expect(try session.isAnythingOpen(of: run.id))
      #expect(
        try session.accounts(inChunks: [2, 3], of: run) == [["A00001"], ["A00002", "A00003"]])
      try session.complete(2, of: run)
      try session.complete(3, of: run)
      #expect(try session.runToEnd(run.id)?.counters.chunksDone == 3)
      #expect(try !session.isAnythingOpen(of: run.id))
      #expect(try !session.isAnythingOpen(of: "none"))
    },

    ConformanceCase("a selection that has not ended keeps a run open without open chunks") {
      opener in
      let session = try opener.migrated()
      try session.store(try RunFixtures.accounts([Int](repeating: 1, count: 10_001)))
      let run = try RunFixtures.run()
      try session.begin(run)
      #expect(try session.isAnythingOpen(of: run.id))
      for number in try session.selectPage(of: run) { try session.complete(number, of: run) }
      #expect(try session.isAnythingOpen(of: run.id))
    },

    ConformanceCase("a range that has grown beyond a chunk is cut, and nothing is lost") {
      opener in
      let session = try opener.migrated()
      try session.store(
        try RunFixtures.accounts([1], from: 1) + RunFixtures.accounts([1], from: 200))
      let run = try RunFixtures.run()
      try session.begin(run)
      #expect(try session.selectPage(of: run) == [1])
      try session.store(try RunFixtures.accounts([Int](repeating: 1, count: 120), from: 50))
      var open = [1]
      var found: [[Account.ID]] = []
      while let number = open.popLast() {
        let (items, added) = try session.transaction {
          transaction throws(StoreError) -> (RunItems, [Int]) in
          guard let chunk = try transaction.openChunk(number, of: run.id) else {
            return (RunItems.accounts([]), [])
          }
          let (items, rest) = try transaction.items(of: chunk, in: run)
          _ = try transaction.complete(
            chunk, with: RunChunkPlan(decision: Decision(outcome: .succeeded)), at: Fixtures.now)
          let parts = rest.map { [$0] } ?? []
          return (items, try transaction.addChunks(parts, to: run.id, at: Fixtures.now))
        }
        guard case .accounts(let ids) = items else { continue }
        found.append(ids)
        open += added
      }
      #expect(found.map(\.count) == [50, 50, 22])
      #expect(found.flatMap(\.self).last == RunFixtures.account(200))
      #expect(try session.runToEnd(run.id)?.counters.chunksDone == 3)
    },

    ConformanceCase(
      "a message that was lost is found by its age, and not again once it is sent again"
    ) {
      opener in
      let session = try opener.migrated()
      try session.store(try RunFixtures.accounts([Int](repeating: 1, count: 101)))
      let run = try RunFixtures.run()
      try session.begin(run)
      let later = Fixtures.later(seconds: 900)
      #expect(try session.overdueChunks(before: Fixtures.now, limit: 10) == [])
      let selection = try session.overdueChunks(before: later, limit: 10)
      #expect(selection.map(\.number) == [RunChunk.selection] && selection[0].runId == run.id)
      #expect(try session.openChunkCount() == 1)
      #expect(try session.selectPage(of: run) == [1, 2, 3])
      #expect(try session.openChunkCount() == 3)
      try session.complete(2, of: run)
      let overdue = try session.overdueChunks(before: later, limit: 10)
      #expect(overdue.map(\.number) == [1, 3])
      #expect(try session.overdueChunks(before: later, limit: 1).count == 1)
      let noted = try session.transaction { transaction throws(StoreError) in
        try transaction.noteIssued(selection + overdue, at: later)
      }
      #expect(noted == overdue, "the selection has ended meanwhile")
      #expect(try session.overdueChunks(before: later, limit: 10) == [])
      #expect(
        try session.overdueChunks(before: Fixtures.later(seconds: 901), limit: 10).count == 2)
    },

    ConformanceCase("a preview's samples come back whole, the first ones by chunk") { opener in
      let session = try opener.migrated()
      try session.store(try RunFixtures.accounts([Int](repeating: 1, count: 150)))
      let run = try RunFixtures.run("RUN-1", .preview)
      try session.begin(run)
      #expect(try session.selectPage(of: run) == [1, 2, 3])
      func samples(_ range: ClosedRange<Int>) throws -> [Invoice] {
        try range.map { number in
          var invoice = try Fixtures.invoice(
            RecordID("I-\(number)"), schedules: ["BS-1", "BS-2"], order: "O")
          invoice.description = "text with \"quotes\" and a\nbreak"
          invoice.invoiceRunId = run.id
          invoice.instalments = [
            Instalment(dueDate: try Fixtures.date("2026-03-01"), amount: try Fixtures.usd("1.00"))
          ]
          return invoice
        }
      }
      var plans: [[Invoice]] = []
      for range in [1...15, 16...30, 31...45] {
        plans.append(try samples(range))
      }
      for (number, invoices) in [(2, plans[1]), (1, plans[0]), (3, plans[2])] {
        var plan = RunChunkPlan(decision: Decision(outcome: .succeeded))
        plan.samples = invoices
        try session.complete(number, of: run, with: plan)
      }
      let stored = try session.transaction { transaction throws(StoreError) in
        try transaction.runSamples(of: run.id)
      }
      #expect(stored == Array((plans[0] + plans[1]).prefix(RunChunkPlan.mostSamples)))
      #expect(try Queries(session).invoice("I-1") == nil)
    },

    ConformanceCase("of workers that do the same chunk at the same moment one does it") { opener in
      let session = try opener.migrated()
      try session.store(try RunFixtures.accounts([Int](repeating: 1, count: 2_000)))
      let run = try RunFixtures.run()
      try session.begin(run)
      let pages = try await concurrently(6) { _ in
        let session = try opener.session()
        return try untilUncontended { () throws(StoreError) in try session.selectPage(of: run) }
      }
      #expect(pages.flatMap(\.self) == Array(1...40))
      let done = try await concurrently(6) { _ in
        let session = try opener.session()
        var done: [Int] = []
        for number in 1...40 {
          let isDone = try untilUncontended { () throws(StoreError) in
            try session.complete(number, of: run)
          }
          if isDone != nil { done.append(number) }
        }
        return done
      }
      #expect(done.flatMap(\.self).sorted() == Array(1...40))
      #expect(try session.runToEnd(run.id)?.counters.chunksDone == 40)
    },

    ConformanceCase("of chunks that finish at the same moment one asks for the next page") {
      opener in
      let session = try opener.migrated()
      try session.store(try RunFixtures.accounts([Int](repeating: 1, count: 10_001)))
      let run = try RunFixtures.run()
      try session.begin(run)
      #expect(try session.selectPage(of: run).count == RunChunk.ofSelection)
      let asked = try await concurrently(4) { place in
        let session = try opener.session()
        var asked = 0
        for number in stride(from: place + 1, through: RunChunk.ofSelection, by: 4) {
          let isAsked = try untilUncontended { () throws(StoreError) in
            try session.complete(number, of: run)
          }
          if isAsked == true { asked += 1 }
        }
        return asked
      }
      #expect(asked.reduce(0, +) == 1)
      #expect(try session.selectPage(of: run) == [201])
    },
  ]
}
