import AMQP
import Foundation
import SQLite
import Storage
import TestBroker
import TestSupport
import TestWorker
import Testing
import Worker

/// The row of <doc:BadInput>, about a database or a broker that is away.
/// PostgreSQL's outages are harm to a server of their own: see the chaos tests.
@Suite struct OutageTests {
  @Test
  func `database locked: consumption pauses, nothing is answered or lost, it goes on by itself`()
    async throws
  {
    var options = RunningSystem.Options()
    // Longer than the worker's own sessions ever wait for each other.
    options.busyTimeout = 2_000
    try await RunningSystem.run(options) { system in
      #expect(try await system.generate(["accountId": "none"]).outcome == "Failed")
      let lock = try await system.lockDatabase()
      try await system.publish(.generate(id: "taken", ["accountId": "none"]))
      // Of the last queue; a cancelled consumer counts as long as it holds a delivery.
      try await eventually("consumption pauses") {
        try await system.count(of: "invoice.unrouted").consumerCount == 0
      }
      try await system.publish(
        (1...50).map { .generate(id: "later-\($0)", ["accountId": "none"]) })
      try await eventually("they wait in their queue") {
        try await system.count(of: "invoice.generate").messageCount == 50
      }
      #expect(system.completions("taken").isEmpty)
      #expect(system.events.messages.allSatisfy { !$0.isCompletion(of: "later-1") })
      try lock.rollback()

      #expect(try await system.completion("taken").data["attempts"].text == "1")
      for number in 1...50 { _ = try await system.completion("later-\(number)") }
      try await system.awaitEmptyQueues()
      try await eventually("consumption goes on") {
        try await system.count(of: "invoice.generate").consumerCount == 1
      }
      #expect(system.dead.messages.isEmpty)
      #expect(system.workers.first?.runtime.progress.retries == 0, "an outage is no failure")
      try await eventually("the log says that it is over") {
        system.log.contains("the locks that requests waited for are gone")
      }
      let begin = "other transactions hold locks that requests need"
      #expect(system.log.components(separatedBy: begin).count == 2)
      #expect(!system.log.contains("not available"), "it answers")
    }
  }

  /// Whatever is committed into a file without a name is gone with the process.
  @Test
  func `the database's file is moved away and put back: nothing is answered meanwhile or lost`()
    async throws
  {
    try await RunningSystem.run { system in
      try await system.store(
        SampleRecords.account("A"), SampleRecords.schedule("A", account: "A"))
      try await system.generate(id: "before", action: "Posted", ["accountId": "A"])
      let file = system.databasePath
      let log = file + "-wal"
      try FileManager.default.moveItem(atPath: file, toPath: file + ".away")
      // Unless the worker, which has noticed, has closed the file by now: whoever closes last takes these away.
      try? FileManager.default.moveItem(atPath: log, toPath: log + ".away")
      try? FileManager.default.removeItem(atPath: file + "-shm")

      try await system.publish(
        .generate(
          id: "meanwhile", action: "Posted", ["accountId": "A"], targetDate: "2026-03-01"))
      try await eventually("consumption pauses") {
        try await system.count(of: "invoice.unrouted").consumerCount == 0
      }
      try await eventually("the log says why") {
        system.log.contains("there is no database file \(system.databasePath): put it back")
      }
      #expect(
        system.log.components(separatedBy: "the database is not available").count == 2, "once")
      #expect(system.completions("meanwhile").isEmpty)
      #expect(!FileManager.default.fileExists(atPath: system.databasePath), "no new one is made")

      // The log first: the worker goes on as soon as it sees the file.
      try? FileManager.default.moveItem(atPath: log + ".away", toPath: log)
      try FileManager.default.moveItem(atPath: file + ".away", toPath: file)
      #expect(try await system.completion("meanwhile").outcome == "Succeeded")
      #expect(try system.invoices(of: "A").count == 2)
      let checker = OutcomeChecker(system)
      try await checker.awaitPublished()
      #expect(try checker.violations(confirmed: ["before", "meanwhile"]).isEmpty)
      #expect(system.dead.messages.isEmpty)
    }
  }

  @Test func `database away when the worker starts: it waits`() async throws {
    var options = RunningSystem.Options()
    options.migrates = false
    try await RunningSystem.run(options) { system in
      try await system.publish(.generate(id: "r", ["accountId": "none"]))
      try await eventually("the worker says that it waits") {
        system.log.contains("waiting for it")
      }
      try await eventually("the request waits") {
        try await system.count(of: "invoice.generate").messageCount == 1
      }
      try system.placeMigratedDatabase()
      #expect(try await system.completion("r").errorCodes == ["ACCOUNT_NOT_FOUND"])
    }
  }

  @Test func `a database without schema ends the worker: it does not come by waiting`()
    async throws
  {
    var options = RunningSystem.Options()
    options.migrates = false
    options.workers = 0
    try await RunningSystem.run(options) { system in
      try FileManager.default.createDirectory(
        atPath: (system.databasePath as NSString).deletingLastPathComponent,
        withIntermediateDirectories: true)
      let worker = try system.startWorker()
      let end = await worker.end()
      guard case .failure(let error) = end else {
        Issue.record("the worker ended without an error")
        return
      }
      #expect(error.kind == .schemaMissing)
    }
  }

  @Test func `broker away: a restart while requests flow loses nothing and repeats no effect`()
    async throws
  {
    try await TestBroker.withOwnNode { broker in
      var options = RunningSystem.Options()
      options.workers = 2
      try await RunningSystem.run(options, on: broker) { system in
        let accounts = (1...40).map { "A\($0)" }
        let records = accounts.flatMap {
          [SampleRecords.account($0), SampleRecords.schedule($0, account: $0)]
        }
        try await system.complete(.upsert(id: "records", records))
        let requests = accounts.flatMap { account in
          (1...5).map { turn in
            SampleRequest.generate(
              id: "\(account)-\(turn)", action: "Posted", ["accountId": .text(account)],
              targetDate: "2026-0\(turn + 1)-01")
          }
        }
        // The broker keeps its directory of quorum queues in tables that it writes half a second late; a queue
        // younger than that never elects a leader again.
        try broker.evaluate("[ok = dets:sync(T) || T <- dets:all()]")
        async let sending: Void = sendUntilConfirmed(requests, in: system)
        try await eventually("the first are done") { system.completions("A1-1").count > 0 }
        try await blocking {
          try broker.run("kill")
          try broker.run("restart")
        }
        try await sending
        for request in requests {
          _ = try await system.completion(
            request.properties.messageId ?? "")
        }
        try await system.awaitEmptyQueues()
        let checker = OutcomeChecker(system)
        try await checker.awaitPublished()
        let violations = try checker.violations(
          confirmed: requests.compactMap(\.properties.messageId))
        #expect(violations.isEmpty)
        #expect(try system.count("SELECT count(*) FROM invoice_line") == 200)
      }
    }
  }

  /// As a sender should: until every request is confirmed, however often that takes.
  private func sendUntilConfirmed(
    _ requests: [SampleRequest], in system: RunningSystem
  ) async throws {
    for start in stride(from: 0, to: requests.count, by: 10) {
      let chunk = Array(requests[start..<min(start + 10, requests.count)])
      try await eventually("the broker confirms") {
        do {
          try await system.publish(chunk)
          return true
        } catch is ConditionNotMet {
          return false
        }
      }
    }
  }
}
