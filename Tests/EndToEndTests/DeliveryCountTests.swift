import AMQP
import Billing
import Storage
import TestWorker
import Testing

/// The row of <doc:BadInput>, about a request that kills the process.
@Suite struct DeliveryCountTests {
  private static var withoutWorker: RunningSystem.Options {
    var options = RunningSystem.Options()
    options.workers = 0
    return options
  }

  @Test func `a request that kills the process: after 20 deliveries it is not run any more`()
    async throws
  {
    try await RunningSystem.run(Self.withoutWorker) { system in
      let request = SampleRequest.generate(id: "killer", ["accountId": "none"])
      try await system.publish(request)
      try await system.requeue(from: "invoice.generate", times: 20)
      try system.startWorker()

      let completion = try await system.completion("killer")
      #expect(completion.outcome == "Failed")
      #expect(completion.errorCodes == ["INTERNAL_ERROR"], "not run: its account is not looked up")
      let letter = try await system.dead.first("the dead letter") {
        $0.properties.messageId == "killer"
      }
      #expect(letter.body == request.body)
      #expect(letter.header("fault-code")?.text == "INTERNAL_ERROR")
      #expect(letter.header("x-delivery-count") == nil, "a replay starts over")
      let stored = try #require(try system.stored("killer"))
      #expect(stored.outcome.isInternalError && stored.outcome.isParked)
      try await system.awaitEmptyQueues()
    }
  }

  @Test func `a request that kills the process: from 3 deliveries on it is handled alone`()
    async throws
  {
    try await RunningSystem.run(Self.withoutWorker) { system in
      try await system.publish(.generate(id: "suspect", ["accountId": "none"]))
      try await system.requeue(from: "invoice.generate", times: 3)
      try await system.publish(
        (1...20).map { .generate(id: "other-\($0)", ["accountId": "none"]) })
      try system.startWorker()
      #expect(try await system.completion("suspect").errorCodes == ["ACCOUNT_NOT_FOUND"])
      for number in 1...20 { _ = try await system.completion("other-\(number)") }
      // The time of a transaction is the completion time of all its requests.
      let together = try system.count(
        """
        SELECT count(*) FROM request WHERE completed_at =
        (SELECT completed_at FROM request WHERE identifier = 'suspect')
        """)
      // How many of the others came together is a matter of speed: see the tests of how batches are formed.
      #expect(together == 1)
    }
  }

  @Test func `a message without a key that was delivered 20 times is a dead letter`() async throws {
    try await RunningSystem.run(Self.withoutWorker) { system in
      try await system.publish(
        SampleRequest.generate(id: "", ["accountId": "none"]).with { $0.messageId = nil })
      try await system.requeue(from: "invoice.generate", times: 20)
      try system.startWorker()
      let letter = try await system.dead.first("the dead letter") { _ in true }
      #expect(letter.header("fault-code")?.text == "REQUEST_IDENTIFIER_MISSING")
      #expect(try system.shown(letter)?.identifier == "")
      try await system.awaitEmptyQueues()
    }
  }
}
