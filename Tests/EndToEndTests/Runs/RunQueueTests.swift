import AMQP
import JSON
import Messages
import TestSupport
import TestWorker
import Testing
import Worker

/// What may happen to the queue of runs, and to the workers that consume it: the database alone says what is to be done.
@Suite struct RunQueueTests {
  private static func options(_ store: TestStore, workers: Int) -> RunningSystem.Options {
    var options = RunningSystem.Options()
    options.store = store
    options.workers = workers
    return options
  }

  /// Pretends that messages were issued long ago.
  private func age(_ table: String, in system: RunningSystem) throws {
    switch system.store {
    case .sqlite: try system.execute("UPDATE \(table) SET issued_at = '2026-01-01T00:00:00Z'")
    case .postgreSQL:
      try system.execute("UPDATE \(table) SET issued_at = issued_at - interval '16 minutes'")
    }
  }

  @Test("A purged queue stops no run", arguments: TestStore.both)
  func purged(on store: TestStore) async throws {
    try await RunningSystem.runWithoutRuns(on: store) { system in
      let customers = Customers(in: system)
      let accounts = try await customers.many(120)
      try await system.start(.startRun(customers.name, accounts: accounts))
      // Its selection is lost.
      _ = try await system.take(from: WorkQueue.run.name)
      try age("invoice_run_selection", in: system)
      let selection = try await system.take(from: WorkQueue.run.name)
      #expect(selection.properties.type == "invoice-run.select.v1")
      #expect(selection.json["invoiceRunId"].text == customers.name)
      #expect(selection.properties.correlationId == customers.name)
      // Then those of its chunks.
      try await system.forge(chunk: 0, of: customers.name)
      #expect(try await system.selectByHand(customers.name) == 3)
      #expect(try await system.count(of: WorkQueue.run.name).messageCount == 0)
      try age("invoice_run_chunk", in: system)
      try system.startWorker(queues: [.run])
      #expect(try await system.ended(customers.name).counter("invoicesMade") == 120)
    }
  }

  @Test("Messages that name no open chunk do nothing", arguments: TestStore.both)
  func forged(on store: TestStore) async throws {
    try await RunningSystem.run(Self.options(store, workers: 1)) { system in
      let customers = Customers(in: system)
      let accounts = try await customers.many(60)
      let end = try await system.run(.startRun(customers.name, accounts: accounts))
      let invoices = try system.invoiceCount(ofRun: customers.name)
      let forged: [JSONLiteral] = [
        ["invoiceRunId": .text(customers.name), "chunkNo": 1],
        ["invoiceRunId": .text(customers.name), "chunkNo": 0],
        ["invoiceRunId": .text(customers.name), "chunkNo": 99],
        ["invoiceRunId": "nobody's", "chunkNo": 1],
        ["invoiceRunId": "no\u{0}body's", "chunkNo": 1],
        ["chunkNo": 1], ["invoiceRunId": .text(customers.name), "chunkNo": "1"],
        ["invoiceRunId": .text(customers.name), "chunkNo": -1],
        ["invoiceRunId": .text(customers.name), "chunkNo": .number("99999999999999999999")],
        "no object",
      ]
      for body in forged { try await system.forge(body) }
      try await eventually("all are counted") {
        system.workers[0].runtime.progress.idleRunMessages >= forged.count
      }
      try await system.awaitEmptyQueues()
      #expect(try system.invoiceCount(ofRun: customers.name) == invoices)
      #expect(system.dead.messages.isEmpty)
      #expect(
        system.events("invoice-run.completed.v1", ofRun: customers.name).map(\.id) == [end.id])
      for account in accounts.prefix(3) {
        #expect(try system.invoices(of: account).count == 1)
      }
    }
  }

  @Test("Requests about runs that are sent as messages of its queue's types are unknown")
  func requestsOfInternalTypes() async throws {
    try await RunningSystem.run(Self.options(.sqlite, workers: 1)) { system in
      for type in ["invoice-run.chunk.v1", "invoice-run.select.v1"] {
        let completion = try await system.complete(
          SampleRequest(type, id: newIdentifier(), ["invoiceRunId": "R", "chunkNo": 1]))
        #expect(completion.outcome == "Rejected")
        #expect(completion.errorCodes == ["REQUEST_TYPE_UNKNOWN"])
      }
    }
  }

  @Test(
    "What the program fails on is one account's error, and the run ends", arguments: TestStore.both)
  func poison(on store: TestStore) async throws {
    try await RunningSystem.run(Self.options(store, workers: 1)) { system in
      let customers = Customers(in: system)
      let accounts = try await customers.many(60)
      let poison = accounts[17]
      try Self.refuseInvoices(of: poison, in: system)
      let end = try await system.run(.startRun(customers.name, accounts: accounts))
      #expect(end.data["status"].text == "CompletedWithErrors")
      #expect(end.counter("invoicesMade") == 59)
      #expect(end.data["errors"].texts("accountId") == [poison])
      #expect(end.data["errors"].texts("errorCode") == ["INTERNAL_ERROR"])
      #expect(try system.invoices(of: poison).isEmpty)
      #expect(try system.schedule(poison, "status") == "ReadyForInvoicing")
      #expect(system.dead.messages.isEmpty)
      try await system.awaitEmptyQueues()
    }
  }

  /// The database refuses every invoice of an account: to the worker that is a fault of its own.
  static func refuseInvoices(of account: String, in system: RunningSystem) throws {
    switch system.store {
    case .sqlite:
      try system.execute(
        """
        CREATE TRIGGER poison BEFORE INSERT ON invoice WHEN NEW.account_id = '\(account)'
        BEGIN SELECT RAISE(ABORT, 'no invoice for this one'); END
        """)
    case .postgreSQL:
      try system.execute(
        """
        ALTER TABLE invoice ADD CONSTRAINT poison CHECK (account_id <> '\(account)')
        """)
    }
  }
}
