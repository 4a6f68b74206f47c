import AMQP
import Billing
import SQLite
import Storage
import TestSupport
import TestWorker
import Testing

/// The only way to a second outcome: a dead letter sent back with the header `replay-of`.
@Suite struct ReplayTests {
  private static let trigger = """
    CREATE TRIGGER poison BEFORE INSERT ON invoice WHEN NEW.account_id = 'POISON'
    BEGIN SELECT RAISE(ABORT, 'no invoice for this one'); END
    """

  private let poison = SampleRequest.generate(
    id: "poison", action: "Posted", ["accountId": "POISON"])

  /// A system in which the request was given up as `INTERNAL_ERROR`, and would succeed by now.
  private func run(
    _ body: (RunningSystem, _ letter: RecordedMessage, _ first: RecordedMessage) async throws ->
      Void
  ) async throws {
    var options = RunningSystem.Options()
    options.workers = 2
    try await RunningSystem.run(options) { system in
      try await system.store(
        SampleRecords.account("POISON"), SampleRecords.schedule("POISON", account: "POISON"))
      try system.database().execute(Self.trigger)
      // As it comes out of the last retry queue.
      try await system.publish(
        to: "invoice.generate",
        properties: poison.with { $0.headers = ["attempt": .int64(5)] }.properties,
        body: poison.body)
      let first = try await system.completion("poison")
      #expect(first.errorCodes == ["INTERNAL_ERROR"])
      let letter = try await system.dead.first("the dead letter") { _ in true }
      #expect(letter.header("fault-completion-id")?.text == first.id)
      try system.database().execute("DROP TRIGGER poison")
      try await body(system, letter, first)
    }
  }

  private func replay(
    _ letter: RecordedMessage, of event: String, in system: RunningSystem
  ) async throws {
    var properties = letter.properties
    properties.headers = ["replay-of": .string(event)]
    try await system.publish(to: "invoice.generate", properties: properties, body: letter.body)
  }

  @Test func `a replay of what the program failed on has a new outcome that replaces the old`()
    async throws
  {
    try await run { system, letter, first in
      try await replay(letter, of: first.id, in: system)
      let second = try await system.events.first("the new outcome") {
        $0.isCompletion(of: "poison") && $0.id != first.id
      }
      #expect(second.outcome == "Succeeded")
      #expect(second.data["replayOf"].text == first.id)
      #expect(second.properties.messageId == second.id)
      #expect(second.data["attempts"].text == "7", "six before it")
      #expect(try system.invoices(of: "POISON").count == 1)
      let stored = try #require(try system.stored("poison"))
      #expect(stored.outcome.completionEventId == second.id)
      #expect(stored.outcome.outcome == .succeeded)
      #expect(!stored.outcome.isInternalError && !stored.outcome.isParked)

      // Both the copy replayed once more and the sender's own repetition get the new outcome, as it was published.
      try await replay(letter, of: first.id, in: system)
      try await replay(letter, of: second.id, in: system)
      try await system.publish(poison)
      let all = try await system.events.all("the stored completion", atLeast: 4) {
        $0.isCompletion(of: "poison") && $0.id == second.id
      }
      #expect(Set(all.map(\.body)) == [second.body])
      #expect(Set(system.completions("poison").map(\.id)).count == 2)
      #expect(try system.invoices(of: "POISON").count == 1)
      try await system.awaitEmptyQueues()
    }
  }

  @Test func `replays at the same moment have one new outcome`() async throws {
    try await run { system, letter, first in
      // Everything gathers in both workers while another writes.
      let lock = try await system.lockDatabase()
      for _ in 0..<10 { try await replay(letter, of: first.id, in: system) }
      try await eventually("all are taken") {
        try await system.count(of: "invoice.generate").messageCount == 0
      }
      try lock.rollback()
      let answers = try await system.events.all("the answers", atLeast: 10) {
        $0.isCompletion(of: "poison") && $0.id != first.id
      }
      #expect(Set(answers.map(\.id)).count == 1)
      #expect(Set(answers.map(\.body)).count == 1)
      #expect(try system.invoices(of: "POISON").count == 1)
      #expect(Set(system.events("invoice.posted.v1", of: "poison").map(\.id)).count == 1)
      #expect(try system.count("SELECT count(*) FROM request WHERE identifier = 'poison'") == 1)
    }
  }

  @Test func `a replay beside repetitions of its request in one batch`() async throws {
    var options = RunningSystem.Options()
    options.workers = 0
    try await RunningSystem.run(options) { system in
      let request = SampleRequest(SampleRequest.generate, id: "bad", ["accountId": "A"])
      try await system.publish(request)
      let worker = try system.startWorker()
      let first = try await system.completion("bad")
      await worker.drain()
      let letter = try await system.dead.first("the dead letter") { _ in true }
      try await system.publish([request, request])
      try await replay(letter, of: first.id, in: system)
      try await system.publish(request)
      try system.startWorker()

      let second = try await system.events.first("the new outcome") {
        $0.isCompletion(of: "bad") && $0.id != first.id
      }
      #expect(second.outcome == "Rejected", "nothing has changed about it")
      #expect(second.data["replayOf"].text == first.id)
      try await system.awaitEmptyQueues()
      let again = try await system.dead.all("the new dead letter", atLeast: 2) { _ in true }
      #expect(again.count == 2, "one for each outcome")
      #expect(again.last?.header("fault-completion-id")?.text == second.id)

      // The new copy can be replayed in its turn.
      try await replay(letter, of: second.id, in: system)
      let third = try await system.events.first("the third outcome") {
        $0.isCompletion(of: "bad") && ![first.id, second.id].contains($0.id)
      }
      #expect(third.data["replayOf"].text == second.id)
    }
  }

  @Test func `a failure of the business is not run again`() async throws {
    try await RunningSystem.run { system in
      let request = SampleRequest.generate(id: "none", ["accountId": "none"])
      let first = try await system.complete(request)
      #expect(first.errorCodes == ["ACCOUNT_NOT_FOUND"])
      try await system.store(
        SampleRecords.account("none"), SampleRecords.schedule("none", account: "none"))
      try await system.publish(
        to: "invoice.generate",
        properties: request.with { $0.headers = ["replay-of": .string(first.id)] }.properties,
        body: request.body)
      let both = try await system.completions("none", atLeast: 2)
      #expect(Set(both.map(\.body)).count == 1, "the stored completion, byte for byte")
      #expect(try system.invoices(of: "none").isEmpty)
    }
  }
}
