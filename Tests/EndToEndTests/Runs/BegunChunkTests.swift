import AMQP
import JSON
import Messages
import TestSupport
import TestWorker
import Testing

/// Chunks that workers have begun again and again without an end (<doc:Architecture#Runs>).
@Suite struct BegunChunkTests {
  private struct Case {
    let accounts: Int
    /// How often it was begun before.
    let begun: Int
    /// How many chunks there are in the end, and errors.
    var chunks = 1
    var errors = 0
  }

  private static let cases = [
    Case(accounts: 3, begun: 0), Case(accounts: 3, begun: 1),
    Case(accounts: 3, begun: 2, chunks: 4),
    // However often: the parts are counted from zero.
    Case(accounts: 3, begun: 40, chunks: 4),
    Case(accounts: 1, begun: 2), Case(accounts: 1, begun: 18),
    Case(accounts: 1, begun: 19, errors: 1),
  ]

  @Test(
    "Begun three times without an end a chunk is divided, and given up after twenty times when it is of one account",
    arguments: TestStore.both)
  func begun(on store: TestStore) async throws {
    try await RunningSystem.runWithoutRuns(on: store) { system in
      var runs: [(Case, Customers, accounts: [String])] = []
      for example in Self.cases {
        let customers = Customers(in: system)
        let accounts = try await customers.startByHand(example.accounts)
        try system.execute(
          """
          UPDATE invoice_run_chunk SET begun = \(example.begun)
          WHERE run_id = '\(customers.name)'
          """)
        runs.append((example, customers, accounts))
      }
      for (_, customers, _) in runs { try await system.forge(chunk: 1, of: customers.name) }
      try await redeliver(runs.count, in: system)
      try system.startWorker(queues: [.run])
      for (example, customers, accounts) in runs {
        let end = try await system.ended(customers.name)
        let what = "\(example)"
        #expect(
          end.data["status"].text == (example.errors > 0 ? "CompletedWithErrors" : "Completed"),
          "\(what)")
        #expect(end.counter("invoicesMade") == example.accounts - example.errors, "\(what)")
        #expect(end.data["counters"]["chunks"]["made"].text == "\(example.chunks)", "\(what)")
        #expect(end.data["counters"]["chunks"]["done"].text == "\(example.chunks)", "\(what)")
        #expect(end.data["errorCount"].text == "\(example.errors)", "\(what)")
        guard example.errors > 0 else { continue }
        #expect(end.data["errors"].texts("accountId") == accounts)
        #expect(end.data["errors"].texts("errorCode") == ["INTERNAL_ERROR"])
        #expect(try system.invoices(of: accounts[0]).isEmpty)
        #expect(try system.schedule(accounts[0], "status") == "ReadyForInvoicing")
      }
      try await system.awaitEmptyQueues()
      #expect(system.dead.messages.isEmpty)
    }
  }

  @Test(
    "A selection that was begun twenty times ends its run, with an error",
    arguments: TestStore.both)
  func selection(on store: TestStore) async throws {
    try await RunningSystem.runWithoutRuns(on: store) { system in
      let customers = Customers(in: system)
      let accounts = try await customers.many(2)
      try await system.start(.startRun(customers.name, accounts: accounts))
      try await redeliver(1, in: system)
      try system.execute("UPDATE invoice_run_selection SET begun = 19")
      try system.startWorker(queues: [.run])
      let end = try await system.ended(customers.name)
      #expect(end.data["status"].text == "CompletedWithErrors")
      #expect(end.counter("invoicesMade") == 0)
      #expect(end.data["errors"].texts("errorCode") == ["INTERNAL_ERROR"])
    }
  }

  /// Takes so many messages of the queue of runs and gives them back, as a worker does that ends.
  private func redeliver(_ count: Int, in system: RunningSystem) async throws {
    try await system.commands { commands in
      var taken: [Delivery] = []
      for _ in 0..<count {
        taken.append(
          try await eventually("a message of a run") {
            try await commands.get(WorkQueue.run.name)
          })
      }
      for delivery in taken {
        try await commands.negativelyAcknowledge(delivery.tag, requeue: true)
      }
    }
  }
}
