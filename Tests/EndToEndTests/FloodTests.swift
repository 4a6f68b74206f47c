import AMQP
import Billing
import CivilTime
import Storage
import TestSupport
import TestWorker
import Testing
import Worker

/// What senders can cause to be stored is bounded, and does not stop what other senders send.
@Suite struct FloodTests {
  private static func options(_ store: TestStore, workers: Int = 1) -> RunningSystem.Options {
    var options = RunningSystem.Options()
    options.store = store
    options.workers = workers
    options.environment = ["INVOICE_WORKER_LANES": "1"]
    return options
  }

  private func refused(_ id: String, source: String) -> SampleRequest {
    SampleRequest(SampleRequest.generate, id: id, source: source, ["nonsense": 1])
  }

  @Test(
    "S2: with a full invoice.dead good requests of every class go on, and refused ones are bounded",
    .timeLimit(.minutes(10)), arguments: TestStore.both)
  func fullDeadLetterQueue(store: TestStore) async throws {
    try await RunningSystem.run(Self.options(store, workers: 0)) { system in
      await system.dead.stop()
      try await system.commands { commands in
        try await commands.deleteQueue("invoice.dead")
        try await commands.declare(
          QueueDeclaration(
            name: "invoice.dead",
            arguments: [
              "x-queue-type": "quorum", "x-max-length": .int64(1), "x-overflow": "reject-publish",
            ]))
        try await commands.bind(queue: "invoice.dead", exchange: "invoice.dead", routingKey: "#")
      }
      let worker = try system.startWorker()
      let waiting = "SELECT count(*) FROM outbox_message WHERE event_id IS NULL"
      /// Sends them, and waits until the broker has answered for every copy.
      func send(_ count: Int, _ prefix: String, source: String) async throws {
        try await system.publish((1...count).map { refused("\(prefix)-\($0)", source: source) })
        for number in 1...count {
          let completion = try await system.completion("\(prefix)-\(number)")
          #expect(completion.outcome == "Rejected")
        }
        try await eventually("the broker has refused what it does not take") {
          try system.count(waiting + " AND attempts = 0") == 0
        }
      }
      // A queue takes some more than its limit before it refuses.
      var round = 0
      while try system.count(waiting) == 0, round < 100 {
        round += 1
        try await send(5, "fill-\(round)", source: "fill")
      }
      for round in 1...5 { try await send(100, "flood-\(round)", source: "flood") }
      let kept = try system.count(waiting + " AND app_id = 'flood'")
      #expect(kept >= 100 && kept <= DeadLetterAllowance.perSource.count + 100, "\(kept)")
      let dropped = worker.runtime.progress.deadLettersDropped
      #expect(dropped >= 200, "\(dropped) of 500")
      #expect(system.log.contains("invoice.dead takes no more dead letters"))
      #expect(try system.stored("flood-5-100")?.outcome.outcome == .rejected, "the outcome stands")
      #expect(try system.stored("flood-5-100")?.outcome.isParked == false)

      // Another sender's copy has room of its own.
      try await send(1, "other", source: "other")
      #expect(try system.count(waiting + " AND app_id = 'other'") == 1)

      // Good requests, and one of a type nobody handles.
      try await system.store(
        SampleRecords.account("A"), SampleRecords.schedule("S", account: "A"))
      let good = try await system.generate(action: "Posted", ["accountId": "A"])
      #expect(good.outcome == "Succeeded")
      let recovered = try await system.complete(.recover(id: "recover", ["S"]))
      #expect(recovered.data["requestType"].text == SampleRequest.recover)
      let strange = try await system.complete(SampleRequest("invoice.strange.v1", id: "x", [:]))
      #expect(strange.errorCodes == ["REQUEST_TYPE_UNKNOWN"])
      #expect(!system.log.contains("consumption is paused"))

      // What waits goes when there is room: more than what the queue held.
      let held = try await system.count(of: "invoice.dead").messageCount
      for _ in 0...held {
        // Refused often, they would wait for minutes.
        try OutcomeChecker(system).endLeases()
        _ = try await system.take(from: "invoice.dead")
      }
    }
  }

  /// Refused each for another reason, all longer than what is kept of them.
  private static let long: [SampleRequest] = {
    let text = String(repeating: "x", count: 200_000)
    let nonsense: JSONLiteral = ["nonsense": .text(text)]
    var nameless = SampleRequest(SampleRequest.upsert, id: "", nonsense)
    nameless.properties.messageId = nil
    return [
      SampleRequest(SampleRequest.upsert, id: "invalid", nonsense),
      SampleRequest(SampleRequest.upsert, id: "malformed", body: Array(text.utf8)),
      SampleRequest("records.strange.v1", id: "strange", nonsense), nameless,
    ]
  }()

  private static func expectCut(_ letter: [RecordedMessage], _ request: SampleRequest) throws {
    let id = request.properties.messageId
    let copy = try #require(letter.first { $0.properties.messageId == id })
    #expect(copy.body == Array(request.body.prefix(65_536)))
    #expect(copy.header("fault-body-size")?.integer == Int64(request.body.count))
    #expect(copy.header("fault-body-truncated") == .boolean(true))
  }

  @Test(
    "S2: of a refused body the first 64 KiB are kept, and its size is noted",
    arguments: TestStore.both)
  func cutBodies(store: TestStore) async throws {
    try await RunningSystem.run(Self.options(store)) { system in
      try await system.publish(Self.long)
      let letter = try await system.dead.all("the dead letters", atLeast: Self.long.count) { _ in
        true
      }
      for request in Self.long { try Self.expectCut(letter, request) }
    }
  }

  @Test(
    "S4: a request that names 2,000 unknown identifiers leaves one error log beyond the first 100",
    .timeLimit(.minutes(10)), arguments: TestStore.both)
  func errorLogs(store: TestStore) async throws {
    try await RunningSystem.run(Self.options(store)) { system in
      for number in 1...3 {
        let ids = (1...2_000).map { JSONLiteral.text("unknown-\(number)-\($0)") }
        let completion = try await system.complete(
          .generate(id: "r-\(number)", ["billingScheduleIds": .array(ids)]))
        #expect(completion.outcome == "Failed")
        #expect(completion.data["errors"].elements.count == 2_000, "the sender learns of each")
        #expect(completion.data["errorLogNumbers"].elements.count == 101)
      }
      #expect(try system.count("SELECT count(*) FROM error_log") == 303)
      let rest = try system.column(
        "SELECT error_code || ': ' || error_message FROM error_log WHERE primary_id = 'r-2'")
      #expect(rest.count == 1)
      #expect(
        rest.first?.hasPrefix("BILLING_SCHEDULE_NOT_FOUND: 1900 more faults of this request")
          == true)
    }
  }

  @Test(
    "S4: error logs are forgotten, and dead letters that nobody takes, after the days that are set",
    arguments: TestStore.both)
  func retention(store: TestStore) async throws {
    var options = Self.options(store, workers: 0)
    options.environment["INVOICE_WORKER_RETENTION_DAYS"] = "2"
    try await RunningSystem.run(options) { system in
      let session = try StoreSession(system.opener, for: .processing)
      let now = UTCInstant.now()
      for (age, prefix) in [(49, "old"), (47, "young")] as [(Int64, String)] {
        let then = now.adding(microseconds: -age * 3_600 * 1_000_000)
        let count = prefix == "old" ? 1_100 : 3
        try session.transaction { transaction throws(StoreError) in
          _ = try transaction.record(
            (1...count).map {
              ErrorLogOccurrence(
                ErrorLogEntry(
                  category: .request, code: .requestInvalid, message: "m",
                  primaryRecord: RecordReference(type: .request, id: "\(prefix)-\($0)")),
                requestIdentifier: "r")
            }, at: then)
          try transaction.park(
            (1...count).map {
              StoredDeadLetter(
                of: OutboxMessage(
                  id: "\(prefix)-\($0)", exchange: "invoice.dead", routingKey: "q", eventId: nil,
                  properties: OutboxMessage.Properties(), body: [], createdAt: then),
                fingerprint: "f", queue: "q", code: "C", faults: "[]", attempts: 1, replayOf: nil)
            })
          try transaction.enqueue(
            (1...count).map {
              OutboxMessage(
                id: "\(prefix)-\($0)", exchange: "invoice.dead", routingKey: "invoice.generate",
                eventId: nil, properties: OutboxMessage.Properties(), body: [], createdAt: then)
            }, leasedUntil: now.adding(microseconds: 3_600 * 1_000_000))
        }
      }
      try system.startWorker()
      try await eventually("the old ones are gone") {
        try system.count("SELECT count(*) FROM error_log") == 3
          && system.count("SELECT count(*) FROM outbox_message") == 3
          && system.count("SELECT count(*) FROM dead_letter") == 3
      }
      let left = try system.column("SELECT primary_id FROM error_log ORDER BY 1")
      #expect(left == ["young-1", "young-2", "young-3"])
      #expect(try system.column("SELECT id FROM outbox_message ORDER BY 1") == left)
      #expect(try system.column("SELECT id FROM dead_letter ORDER BY 1") == left)
      try await eventually("the log says what was dropped") {
        system.log.contains("dropped=1100")
      }
    }
  }
}
