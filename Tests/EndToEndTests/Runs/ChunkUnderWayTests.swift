import AMQP
import CivilTime
import JSON
import Messages
import TestSupport
import TestWorker
import Testing
import Worker

/// A chunk under way while something else happens, which waits for it or for which it waits.
@Suite struct ChunkUnderWayTests {
  private static func options(_ store: TestStore) -> RunningSystem.Options {
    var options = RunningSystem.Options()
    options.store = store
    options.workers = 0
    return options
  }

  @Test(
    "E44: a request for an account whose chunk waits for its lock: one set of invoices, and the other finds nothing due",
    arguments: TestStore.both)
  func requestMeanwhile(on store: TestStore) async throws {
    try await RunningSystem.runWithoutRuns(on: store) { system in
      let customers = Customers(in: system)
      let (run, request) = (customers.name, newIdentifier("request"))
      let account = try await customers.store("A")
      try await system.start(.startRun(run, accounts: [account]))
      try await system.selectByHand(run)
      try system.startWorker(queues: [.run])
      try await system.holdingUpFirstChunk(of: run, account: account) {
        try await system.publish(.generate(id: request, ["accountId": .text(account)]))
        try await system.awaitEmptyQueues()
        guard case .postgreSQL = system.store else { return }
        try await eventually("both wait") { try system.waitingForLocks() == 2 }
      }
      let completion = try await system.completion(request)
      let end = try await system.ended(run)
      #expect(completion.outcome == "Succeeded")
      #expect(end.data["status"].text == "Completed")
      #expect(try system.invoices(of: account).count == 1)
      let made = completion.data["invoices"].elements.count
      #expect(made + (end.counter("invoicesMade") ?? 0) == 1)
      if made == 0 { #expect(completion.data["skipped"].texts("reason") == ["NotDue"]) }
    }
  }

  @Test(
    "A worker that shall end finishes the chunk it has, and acknowledges it",
    arguments: TestStore.both)
  func drain(on store: TestStore) async throws {
    try await RunningSystem.runWithoutRuns(on: store) { system in
      let customers = Customers(in: system)
      let run = customers.name
      let accounts = try await customers.startByHand(120)
      let worker = try system.startWorker(queues: [.run])
      try await system.holdingUpFirstChunk(of: run, account: accounts[0]) {
        worker.runtime.requestDrain()
        try await eventually("it is to end") { system.log.contains("draining") }
      }
      _ = try await worker.end().get()
      #expect(worker.runtime.progress.chunks == 1)
      #expect(try system.doneChunks(of: run) == 1)
      #expect(try await system.count(of: WorkQueue.run.name).messageCount == 0)
      let next = try system.startWorker(queues: [.run])
      for number in 2...3 { try await system.forge(chunk: number, of: run) }
      #expect(try await system.ended(run).counter("invoicesMade") == 120)
      #expect(next.runtime.progress.chunks == 2)
      #expect(next.runtime.progress.idleRunMessages == 0)
    }
  }

  @Test("A chunk that waits for an account blames nobody and keeps no request waiting")
  func locked() async throws {
    var options = Self.options(.postgreSQL())
    options.limitLockWaits(to: 200)
    options.environment = ["INVOICE_WORKER_LANES": "2"]
    try await RunningSystem.run(options) { system in
      try system.startWorker()
      let customers = Customers(in: system)
      let run = customers.name
      let accounts = try await customers.many(3)
      let free = try await customers.store("free")
      try await system.holding(account: accounts[1]) {
        try await system.start(.startRun(run, accounts: accounts))
        // More often than the program would be tried that fails.
        try await eventually("the chunk waits in its place") {
          system.log.contains("other transactions hold locks")
        }
        let meanwhile = try await system.generate(action: "Posted", ["accountId": .text(free)])
        #expect(meanwhile.data["invoices"].elements.count == 1)
        #expect(system.events("invoice-run.completed.v1", ofRun: run).isEmpty)
      }
      try await expectUndisturbed(run, accounts, in: system)
    }
  }

  @Test(
    "A database that is not what chunks need: a pause, no blame, and no account is tried by itself",
    arguments: TestStore.both)
  func environment(on store: TestStore) async throws {
    try await RunningSystem.run(Self.options(store)) { system in
      try system.startWorker()
      let customers = Customers(in: system)
      let accounts = try await customers.many(3)
      try system.execute("ALTER TABLE invoice_line RENAME TO position")
      try await system.start(.startRun(customers.name, accounts: accounts))
      try await eventually("the log says so") {
        system.log.contains("the database refuses what every request needs")
      }
      try system.execute("ALTER TABLE position RENAME TO invoice_line")
      try await expectUndisturbed(customers.name, accounts, in: system)
    }
  }

  private func expectUndisturbed(
    _ run: String, _ accounts: [String], in system: RunningSystem
  ) async throws {
    let end = try await system.ended(run)
    #expect(end.data["status"].text == "Completed")
    #expect(end.counter("invoicesMade") == accounts.count)
    #expect(end.data["counters"]["chunks"]["made"].text == "1", "as a whole")
    #expect(end.data["errorCount"].text == "0")
    #expect(try system.count("SELECT count(*) FROM error_log") == 0)
    #expect(system.dead.messages.isEmpty)
  }

  @Test(
    "The progress of a run is reported when something moved, five seconds apart at least",
    arguments: TestStore.both)
  func progress(on store: TestStore) async throws {
    try await RunningSystem.runWithoutRuns(on: store) { system in
      let customers = Customers(in: system)
      let run = customers.name
      _ = try await customers.startByHand(120)
      try system.startWorker(queues: [.run])
      for number in 1...2 {
        try await system.forge(chunk: number, of: run)
        _ = try await system.events.first("the report of chunk \(number)") {
          $0.isOfRun(run, "invoice-run.progressed.v1") && $0.doneChunks == number
        }
      }
      try await system.forge(chunk: 3, of: run)
      let end = try await system.ended(run)
      #expect(end.doneChunks == 3)
      let reports = system.events("invoice-run.progressed.v1", ofRun: run)
      #expect(reports.map(\.doneChunks) == [1, 2])
      #expect(Set(reports.map(\.properties.correlationId)) == [run])
      let times = reports.compactMap { $0.json["time"].text.flatMap { UTCInstant(rfc3339: $0) } }
      try #require(times.count == 2)
      #expect(times[0].adding(microseconds: 5_000_000) <= times[1])
    }
  }
}

extension RecordedMessage {
  fileprivate var doneChunks: Int? { data["counters"]["chunks"]["done"].text.flatMap { Int($0) } }
}
