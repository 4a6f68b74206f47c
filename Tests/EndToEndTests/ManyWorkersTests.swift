import AMQP
import Storage
import TestWorker
import Testing
import Worker

@Suite struct ManyWorkersTests {
  @Test func `three workers on one file: every request once, numbers without gap`() async throws {
    var options = RunningSystem.Options()
    options.workers = 3
    options.environment = ["INVOICE_WORKER_PREFETCH": "8", "INVOICE_WORKER_BATCH_SIZE": "4"]
    try await RunningSystem.run(options) { system in
      // Or two of them would have done it all before the third came.
      try await eventually("all three consume") {
        try await system.count(of: "invoice.generate").consumerCount == 3
      }
      let ids = try await flood(system)
      for id in ids { _ = try await system.completion(id, within: .seconds(60)) }
      try await system.awaitEmptyQueues()
      let checker = OutcomeChecker(system)
      try await checker.awaitPublished()
      #expect(try checker.violations(confirmed: ids).isEmpty)
      #expect(try system.count("SELECT count(*) FROM invoice_line") == 180)
      let busy = system.workers.count { $0.runtime.progress.requests > 0 }
      #expect(busy == 3)
    }
  }

  @Test func `a drain leaves nothing half-done, and the next worker goes on`() async throws {
    var options = RunningSystem.Options()
    options.workers = 0
    options.environment = ["INVOICE_WORKER_PREFETCH": "8", "INVOICE_WORKER_BATCH_SIZE": "4"]
    try await RunningSystem.run(options) { system in
      let worker = try system.startWorker()
      let ids = try await flood(system)
      try await eventually("some are done") { worker.runtime.progress.requests > 20 }
      guard case .success = await worker.drain() else {
        Issue.record("the worker ended with an error")
        return
      }
      let outcomes = try system.count("SELECT count(*) FROM request")
      #expect(
        try system.count("SELECT count(*) FROM request WHERE outcome IS NOT NULL") == outcomes)
      #expect(
        try system.count("SELECT count(*) FROM outbox_message") == 0,
        "everything is published and marked")
      // Acknowledged is what is committed, neither more nor less; one of it were the records.
      let done = worker.runtime.progress
      let left = Int64(2 * ids.count + 1) - done.requests - done.repeated
      #expect(left > 0)
      try await eventually("the rest is back in its queue") {
        try await system.count(of: "invoice.generate").messageCount == left
      }

      try system.startWorker()
      for id in ids { _ = try await system.completion(id, within: .seconds(60)) }
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
      try system.startWorker(classes: [.manage])
      try await system.publish(.generate(id: "g", ["accountId": "none"]))
      #expect(
        try await system.complete(.recover(id: "m", ["none"])).errorCodes
          == ["BILLING_SCHEDULE_NOT_FOUND"])
      #expect(try await system.count(of: "invoice.generate").messageCount == 1)
      #expect(system.completions("g").isEmpty)
    }
  }

  /// 60 accounts, three months each, one after the other and twice; returns the identifiers.
  private func flood(_ system: RunningSystem) async throws -> [String] {
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
    try await system.publish(requests + requests.reversed())
    return requests.compactMap(\.properties.messageID)
  }
}
