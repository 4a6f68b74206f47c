import AMQP
import JSON
import Messages
import TestSupport
import TestWorker
import Testing

/// A cancel while a chunk is under way, for which one waits that holds its account: on PostgreSQL, whose locks are of rows.
@Suite struct CancelRunTests {
  @Test("E45: a cancel waits for the chunk in progress, and no other of 20 is done after it")
  func cancelWaits() async throws {
    var options = RunningSystem.Options()
    options.store = .postgreSQL()
    options.workers = 0
    options.environment = ["INVOICE_WORKER_LANES": "1"]
    try await RunningSystem.run(options) { system in
      // One lane for chunks, and others for the cancel.
      try system.startWorker(queues: [.run])
      try system.startWorker(queues: WorkQueue.allCases.filter { $0 != .run })
      let customers = Customers(in: system)
      let (run, cancel) = (customers.name, newIdentifier("cancel"))
      let accounts = try await customers.many(1_000)
      // Of the eighth chunk, as they are selected.
      let done = try await system.holding(account: accounts[375]) {
        try await system.start(.startRun(run, accounts: accounts))
        try await eventually("a chunk waits for the account") {
          try system.waitingForLocks() == 1
        }
        let done = try doneChunks(of: run, in: system)
        try await system.publish(.cancelRun(run, id: cancel))
        try await eventually("the cancel waits for the chunk") {
          try system.waitingForLocks() == 2
        }
        #expect(system.completions(cancel).isEmpty)
        #expect(try doneChunks(of: run, in: system) == done)
        return done
      }
      // The eighth waits; others may have come before it in another order.
      #expect((0..<20).contains(done))
      let completion = try await system.completion(cancel)
      #expect(completion.outcome == "Succeeded")
      #expect(completion.data["invoiceRun"]["status"].text == "Canceled")
      let end = try await system.ended(run)
      #expect(end.data["status"].text == "Canceled")
      #expect(end.data["counters"]["chunks"]["made"].text == "20")
      #expect(end.data["counters"]["chunks"]["done"].text == "\(done + 1)")
      #expect(end.counter("invoicesMade") == (done + 1) * 50)
      try await system.awaitEmptyQueues()
      for worker in system.workers { await worker.drain() }
      #expect(try system.invoiceCount(ofRun: run) == (done + 1) * 50)
      #expect(system.events("invoice-run.completed.v1", ofRun: run).count == 1)
    }
  }

  private func doneChunks(of run: String, in system: RunningSystem) throws -> Int {
    try system.count("SELECT count(*) FROM invoice_run_chunk WHERE run_id = '\(run)' AND is_done")
  }
}
