import AMQP
import JSON
import Messages
import TestSupport
import TestWorker
import Testing
import Worker

/// A cancel while a chunk is under way.
@Suite struct CancelRunTests {
  @Test(
    "E45: a cancel waits for the chunk in progress, and no other of 20 is done after it",
    arguments: TestStore.both)
  func cancelWaits(on store: TestStore) async throws {
    try await RunningSystem.runWithoutRuns(on: store) { system in
      let customers = Customers(in: system)
      let (run, cancel) = (customers.name, newIdentifier("cancel"))
      let accounts = try await customers.startByHand(1_000)
      let worker = try system.startWorker(queues: [.run])
      for number in 1...7 { try await system.forge(chunk: number, of: run) }
      try await eventually("seven are done") { try system.doneChunks(of: run) == 7 }
      try await cancelDuring(chunk: 8, accounts[350], of: run, by: cancel, in: system)

      let completion = try await system.completion(cancel)
      #expect(completion.outcome == "Succeeded")
      #expect(completion.data["invoiceRun"]["status"].text == "Canceled")
      for number in 9...20 { try await system.forge(chunk: number, of: run) }
      try await eventually("twelve find nothing to do") {
        worker.runtime.progress.idleRunMessages == 12
      }
      #expect(worker.runtime.progress.chunks == 8)
      let end = try await system.ended(run)
      #expect(end.data["status"].text == "Canceled")
      #expect(end.data["counters"]["chunks"]["made"].text == "20")
      #expect(end.data["counters"]["chunks"]["done"].text == "8")
      #expect(end.counter("invoicesMade") == 400)
      #expect(try system.invoiceCount(ofRun: run) == 400)
      let billed = try system.column(
        "SELECT account_id FROM invoice WHERE invoice_run_id = '\(run)' ORDER BY 1")
      #expect(billed == Array(accounts.prefix(400)))
      #expect(system.events("invoice-run.completed.v1", ofRun: run).count == 1)
    }
  }

  /// Sends the cancel while the chunk is under way, which waits for the account. On SQLite one transaction at a time writes, so
  /// there the cancel comes right after it.
  private func cancelDuring(
    chunk: Int, _ account: String, of run: String, by cancel: String, in system: RunningSystem
  ) async throws {
    guard case .postgreSQL = system.store else {
      try await system.forge(chunk: chunk, of: run)
      try await eventually("it is done") { try system.doneChunks(of: run) == chunk }
      try await system.publish(.cancelRun(run, id: cancel))
      return
    }
    try await system.holding(account: account) {
      try await system.forge(chunk: chunk, of: run)
      try await eventually("the chunk waits for the account") {
        try system.waitingForLocks() == 1
      }
      try await system.publish(.cancelRun(run, id: cancel))
      try await eventually("the cancel waits for the chunk") {
        try system.waitingForLocks() == 2
      }
      #expect(system.completions(cancel).isEmpty)
      #expect(try system.doneChunks(of: run) == chunk - 1)
    }
  }
}
