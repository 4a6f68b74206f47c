import AMQP
import Messages
import SQLite
import Storage
import TestSupport
import TestWorker
import Testing
import Worker

@Suite struct ManyWorkersTests {
  @Test func `three workers on one file: every request once, numbers without gap`() async throws {
    var options = RunningSystem.Options()
    options.workers = 3
    options.environment = ["INVOICE_WORKER_PREFETCH": "8", "INVOICE_WORKER_BATCH_SIZE": "4"]
    try await RunningSystem.run(options) { system in
      let requests = try await prepare(system)
      try await eventually("all three consume") {
        try await system.count(of: "invoice.generate").consumerCount == 3
      }
      // While the test writes, each takes as many as it may and can do none of them: so each has its part.
      let before = system.workers.map(Self.settled(by:))
      let lock = try await system.lockDatabase()
      try await system.publish(requests)
      try await eventually("each has taken its part") {
        try await system.count(of: "invoice.generate").messageCount == requests.count - 3 * 8
      }
      try lock.rollback()
      let ids = Self.identifiers(requests)
      for id in ids { _ = try await system.completion(id) }
      try await system.awaitEmptyQueues()
      let checker = OutcomeChecker(system)
      try await checker.awaitPublished()
      #expect(try checker.violations(confirmed: ids).isEmpty)
      #expect(try system.count("SELECT count(*) FROM invoice_line") == 180)
      // Which of them is the first with a request, and which only repeats its answer, is a matter of luck. What each had
      // taken while nobody could do anything, nobody else can have settled.
      try await eventually("each has settled at least what it took") {
        zip(system.workers, before).allSatisfy { Self.settled(by: $0) >= $1 + 8 }
      }
    }
  }

  @Test func `a drain leaves nothing half-done, and the next worker goes on`() async throws {
    var options = RunningSystem.Options()
    options.workers = 0
    options.environment = ["INVOICE_WORKER_PREFETCH": "8", "INVOICE_WORKER_BATCH_SIZE": "4"]
    try await RunningSystem.run(options) { system in
      let worker = try system.startWorker()
      let requests = try await prepare(system)
      let ids = Self.identifiers(requests)
      try await system.publish(Array(requests.prefix(40)))
      try await eventually("some are done") { worker.runtime.progress.requests > 20 }
      // While the test writes, the worker has some in hand and the rest waits, whatever the worker's speed.
      let lock = try await system.lockDatabase()
      try await system.publish(Array(requests.dropFirst(40)))
      async let drained = worker.drain()
      // Of the last queue: the others are cancelled before it.
      try await eventually("it takes no more") {
        try await system.count(of: "invoice.unrouted").consumerCount == 0
      }
      try lock.rollback()
      guard case .success = await drained else {
        Issue.record("the worker ended with an error")
        return
      }
      let outcomes = try system.count("SELECT count(*) FROM request")
      #expect(
        try system.count("SELECT count(*) FROM request WHERE outcome IS NOT NULL") == outcomes)
      #expect(
        try system.countUnsent() == 0,
        "everything is published and marked")
      // Acknowledged is what is committed, neither more nor less; one of it were the records.
      let left = Int64(requests.count + 1) - Self.settled(by: worker)
      #expect(left > 0)
      try await eventually("the rest is back in its queue") {
        try await system.count(of: "invoice.generate").messageCount == left
      }

      try system.startWorker()
      for id in ids { _ = try await system.completion(id) }
      try await system.awaitEmptyQueues()
      let checker = OutcomeChecker(system)
      try await checker.awaitPublished()
      #expect(try checker.violations(confirmed: ids).isEmpty)
    }
  }

  @Test func `a worker that takes one class leaves the others alone`() async throws {
    var options = RunningSystem.Options()
    options.workers = 0
    try await RunningSystem.run(options) { system in
      try system.startWorker(queues: [.manage])
      try await system.publish(.generate(id: "g", ["accountId": "none"]))
      #expect(
        try await system.complete(.recover(id: "m", ["none"])).errorCodes
          == ["BILLING_SCHEDULE_NOT_FOUND"])
      try await eventually("the other request waits") {
        try await system.count(of: "invoice.generate").messageCount == 1
      }
      #expect(system.completions("g").isEmpty)
    }
  }

  /// Stores 60 accounts; returns requests for three months of each, one after the other, and all of them again.
  private func prepare(_ system: RunningSystem) async throws -> [SampleRequest] {
    let accounts = (1...60).map { "A\($0)" }
    let records = accounts.flatMap {
      [SampleRecords.account($0), SampleRecords.schedule($0, account: $0)]
    }
    try await system.complete(.upsert(id: "records", records))
    let requests = accounts.flatMap { account in
      (1...3).map { month in
        SampleRequest.generate(
          id: "\(account)-\(month)", action: "Posted", ["accountId": .text(account)],
          targetDate: "2026-0\(month + 1)-01")
      }
    }
    return requests + requests.reversed()
  }

  private static func identifiers(_ requests: [SampleRequest]) -> [String] {
    Set(requests.compactMap(\.properties.messageId)).sorted()
  }

  /// Deliveries that a worker has answered, by doing the request or by the answer that is stored.
  private static func settled(by worker: RunningWorker) -> Int64 {
    let done = worker.runtime.progress
    return done.requests + done.repeated
  }
}
