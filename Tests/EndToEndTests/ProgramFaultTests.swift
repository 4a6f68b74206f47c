import AMQP
import Billing
import SQLite
import Storage
import TestSupport
import TestWorker
import Testing
import Worker

/// The rows of <doc:BadInput>, about what the program itself fails on.
@Suite struct ProgramFaultTests {
  /// The database refuses every invoice of the account POISON, at length: to the worker that is a fault of its
  /// own, for it believed the row right.
  private static let trigger = """
    CREATE TRIGGER poison BEFORE INSERT ON invoice WHEN NEW.account_id = 'POISON'
    BEGIN SELECT RAISE(ABORT, 'no invoice for this one \(String(repeating: "!", count: 20_000))'); END
    """

  private func run(_ body: (RunningSystem) async throws -> Void) async throws {
    try await RunningSystem.run { system in
      try system.database().execute(Self.trigger)
      for account in ["POISON", "A", "B"] {
        try await system.store(
          SampleRecords.account(account), SampleRecords.schedule(account, account: account))
      }
      try await body(system)
    }
  }

  /// The same; what comes to the first retry queue is kept, whatever time it would have there.
  private func runRecordingRetries(
    _ body: (RunningSystem, _ retries: MessageRecorder) async throws -> Void
  ) async throws {
    try await run { system in
      try await system.recording("invoice.retry.10s") { try await body(system, $0) }
    }
  }

  private let poison = SampleRequest.generate(
    id: "poison", action: "Posted", ["accountId": "POISON"]
  ).with {
    $0.headers = ["traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"]
    $0.correlationId = "mine"
  }

  @Test func `a fault of the program on one request: the others of its batch are unharmed`()
    async throws
  {
    try await runRecordingRetries { system, retries in
      let lock = try await system.lockDatabase()
      try await system.publish(.generate(id: "first", ["accountId": "none"]))
      try await eventually("the first is taken") {
        try await system.count(of: "invoice.generate").messageCount == 0
      }
      try await system.publish([
        .generate(id: "a", action: "Posted", ["accountId": "A"]), poison,
        .generate(id: "b", action: "Posted", ["accountId": "B"]),
      ])
      try await eventually("the others are taken") {
        try await system.count(of: "invoice.generate").messageCount == 0
      }
      try lock.rollback()
      for id in ["a", "b"] {
        #expect(try await system.completion(id).outcome == "Succeeded")
      }
      #expect(try system.column("SELECT invoice_number FROM invoice ORDER BY 1").count == 2)

      let waiting = try await retries.first("the retried copy") { _ in true }
      expectFaultHeaders(waiting, attempt: 1)
      #expect(waiting.body == poison.body)
      #expect(waiting.routingKey == "invoice.generate")
      #expect(waiting.properties.messageId == "poison")
      #expect(waiting.properties.correlationId == "mine")
      #expect(waiting.properties.deliveryMode == .persistent)
      #expect(
        waiting.header("traceparent") == poison.properties.headers?["traceparent"])
      #expect(system.completions("poison").isEmpty)
      #expect(try system.stored("poison") == nil)
      try await system.awaitEmptyQueues()
      try await eventually("the retry is counted") {
        system.workers.first?.runtime.progress.retries == 1
      }
    }
  }

  @Test func `a fault of the program: from one retry queue to the next, by its time to live`()
    async throws
  {
    try await run { system in
      try await system.publish(poison)
      let second = try await system.take(from: "invoice.retry.1m")
      expectFaultHeaders(second, attempt: 2)
      let first = try #require(second.header("fault-first-at")?.text)
      let last = try #require(second.header("fault-last-at")?.text)
      #expect(first < last)
      #expect(second.properties.expiration == nil)
      #expect(second.header("x-death") == nil, "the broker would count twice")
    }
  }

  @Test func `a fault of the program: Failed and a dead letter after the last retry queue`()
    async throws
  {
    try await runRecordingRetries { system, retries in
      try await system.publish(poison)
      var waiting = try await retries.first("the retried copy") { _ in true }
      // Moved on by hand, as after the queue before the last one.
      waiting = try await moveOn(waiting, attempt: 4, in: system, to: "invoice.retry.6h")
      expectFaultHeaders(waiting, attempt: 5)
      try await system.publish(
        to: "invoice.generate", properties: waiting.properties, body: waiting.body)

      let completion = try await system.completion("poison")
      #expect(completion.outcome == "Failed")
      #expect(completion.errorCodes == ["INTERNAL_ERROR"])
      #expect(completion.data["attempts"].text == "6")
      #expect(completion.data["correlationId"].text == "mine")
      let letter = try await system.dead.first("the dead letter") {
        $0.properties.messageId == "poison"
      }
      #expect(letter.body == poison.body)
      #expect(letter.header("attempt")?.integer == 5)
      #expect(letter.header("fault-code")?.text == "INTERNAL_ERROR")
      #expect(letter.header("fault-attempts")?.integer == 6)
      #expect(try system.shown(letter)?.attempts == 6)
      #expect(letter.header("fault-first-at") == waiting.header("fault-first-at"))
      let stored = try #require(try system.stored("poison"))
      #expect(stored.outcome.isInternalError && stored.outcome.isParked)
      let log = try #require(try system.errorLogs(ofRequest: "poison").first)
      #expect(log.entry.code == .internalError)
      #expect(log.entry.message.contains("no invoice for this one"), "for the operator")
      #expect(!(completion.data["errors"][0]["errorMessage"].text ?? "").contains("no invoice"))
      #expect(try system.invoices(of: "POISON").isEmpty)
      #expect(try system.schedule("POISON", "next_billing_date") == "2026-01-01")

      // It has its outcome now, also for whoever sends it again.
      try await system.publish(poison)
      let both = try await system.completions("poison", atLeast: 2)
      #expect(both.allSatisfy { $0.body == completion.body })
      try await system.awaitEmptyQueues()
    }
  }

  private func moveOn(
    _ message: RecordedMessage, attempt: Int64, in system: RunningSystem, to queue: String
  ) async throws -> RecordedMessage {
    var properties = message.properties
    properties.headers?["attempt"] = .int64(attempt)
    try await system.publish(to: "invoice.generate", properties: properties, body: message.body)
    return try await system.take(from: queue)
  }

  private func expectFaultHeaders(_ message: RecordedMessage, attempt: Int64) {
    #expect(message.header("attempt")?.integer == attempt)
    #expect(message.header("fault-code")?.text == "STORE_CONSTRAINT")
    #expect(message.header("fault-message")?.text?.contains("no invoice for this one") == true)
    #expect(message.header("fault-queue")?.text == "invoice.generate")
    #expect(message.header("fault-attempts")?.integer == attempt)
    #expect(message.header("fault-first-at") != nil)
    #expect(message.header("fault-last-at") != nil)
    #expect(message.header("fault-worker")?.text == "worker-1")
    let faults = message.properties.headers?.filter {
      $0.name == "attempt" || $0.name.hasPrefix("fault-")
    }
    // The length in front of the table is none of a header's.
    #expect((faults?.wireSize ?? .max) - 4 <= 16 << 10, "16 KiB together")
  }
}
