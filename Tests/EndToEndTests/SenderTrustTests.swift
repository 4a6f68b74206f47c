import AMQP
import TestBroker
import TestWorker
import Testing
import Worker

/// A sender may write to `invoice.requests` and nowhere else; what it writes is believed as far as
/// <doc:Requests#Whose-word-counts>, says.
@Suite struct SenderTrustTests {
  private static func options(
    _ store: TestStore, _ environment: [String: String] = [:]
  ) -> RunningSystem.Options {
    var options = RunningSystem.Options()
    options.store = store
    options.environment = environment
    return options
  }

  @Test(
    "S6, S7: headers of the worker's own, written by a sender, change nothing",
    arguments: TestStore.both)
  func forgedHeaders(store: TestStore) async throws {
    try await RunningSystem.run(Self.options(store)) { system in
      let forged: HeaderTable = [
        "attempt": .int64(5), "fault-first-at": "2020-01-01T00:00:00Z", "fault-code": "X",
        "fault-queue": "invoice.run", "fault-body-truncated": .boolean(true),
        "fault-completion-id": "E0", "request-user": "somebody",
      ]
      for (id, type) in [("bad", SampleRequest.generate), ("strange", "invoice.strange.v1")] {
        let request = SampleRequest(type, id: id, ["nonsense": 1]).with { $0.headers = forged }
        let first = try await system.complete(request)
        #expect(first.outcome == "Rejected")
        #expect(first.data["attempts"].text == "1", "the header attempt is not believed")
        let letter = try await system.dead.first("the dead letter") {
          $0.properties.messageId == id
        }
        #expect(letter.header("attempt")?.integer == 0)
        #expect(letter.header("fault-code")?.text == first.errorCodes.first)
        #expect(letter.header("fault-first-at") == letter.header("fault-last-at"))
        #expect(letter.header("fault-body-truncated") == nil)
        #expect(letter.header("fault-completion-id")?.text == first.id)
        #expect(letter.header("request-user") == nil)

        // Rejected, so an operator's replay would be run again; a sender's is a repetition.
        try await system.publish(request.with { $0.headers = ["replay-of": .string(first.id)] })
        let both = try await system.completions(id, atLeast: 2)
        #expect(Set(both.map(\.body)).count == 1, "the stored completion, byte for byte")
      }
    }
  }

  @Test(
    "S8: the source is the user whom the broker has checked, where the operator wants that",
    arguments: TestStore.both)
  func checkedSource(store: TestStore) async throws {
    let options = Self.options(store, ["INVOICE_WORKER_SOURCE": "user"])
    try await RunningSystem.run(options) { system in
      let owner = newIdentifier("owner")
      let thief = newIdentifier("thief")
      for user in [owner, thief] {
        try system.broker.addUser(user, password: user)
        try system.broker.setPermissions(
          user: user, virtualHost: system.url.virtualHost, configure: "^$",
          write: #"^invoice\.requests$"#, read: "^$")
      }
      // The thief comes first, and says that it is the owner.
      let request = SampleRequest.generate(id: "r-1", ["accountId": "none"]).with {
        $0.appId = owner
      }
      for user in [thief, owner] {
        let url = try AMQPURL(system.address.replacing("guest:guest@", with: "\(user):\(user)@"))
        let publisher = try PublishConnection(
          configuration: ConnectionConfiguration(url: url, name: user))
        let running = Task { await publisher.run() }
        let message = try OutgoingMessage(
          exchange: ExchangeName.requests, routingKey: request.routingKey,
          properties: request.with { $0.userId = user }.properties, body: request.body)
        #expect(await publisher.publish([message]) == [.confirmed])
        await publisher.close()
        await running.value
        let completion = try await system.events.first("the completion for \(user)") {
          $0.isCompletion(of: "r-1") && $0.data["source"].text == user
        }
        #expect(completion.errorCodes == ["ACCOUNT_NOT_FOUND"], "each has its own outcome")
      }
      #expect(Set(system.completions("r-1").map(\.id)).count == 2)

      let nameless = try await system.complete(
        .generate(id: "r-2", ["accountId": "none"]).with { $0.appId = owner })
      #expect(nameless.outcome == "Rejected" && nameless.errorCodes == ["REQUEST_INVALID"])
      #expect(nameless.data["source"].text == "")
    }
  }

  @Test("S8: a request keeps its checked source through a retry queue and the dead letters")
  func sourceOfCopies() async throws {
    let options = Self.options(.sqlite, ["INVOICE_WORKER_SOURCE": "user"])
    try await RunningSystem.run(options) { system in
      try system.execute(
        "CREATE TRIGGER t BEFORE INSERT ON invoice BEGIN SELECT RAISE(ABORT, 'no'); END")
      let stored = try await system.complete(
        .upsert(
          id: "records",
          [
            SampleRecords.account("A"), SampleRecords.schedule("S", account: "A"),
          ]
        ).with { $0.userId = "guest" })
      #expect(stored.outcome == "Succeeded" && stored.data["source"].text == "guest")
      let copy = try await system.recording("invoice.retry.10s") { retries in
        try await system.publish(
          .generate(id: "poison", ["accountId": "A"]).with {
            $0.userId = "guest"
            $0.appId = "stated"
          })
        return try await retries.first("the retried copy") { _ in true }
      }
      #expect(copy.properties.userId == nil && copy.header("request-user") == "guest")
      // As after the last retry queue.
      var properties = copy.properties
      properties.headers?["attempt"] = .int64(5)
      try await system.publish(to: "invoice.generate", properties: properties, body: copy.body)
      let completion = try await system.completion("poison")
      #expect(completion.data["source"].text == "guest")
      let letter = try await system.dead.first("the dead letter") { _ in true }
      #expect(letter.header("request-user") == "guest")
      #expect(letter.properties.appId == "guest")
    }
  }

  @Test("S9: an operator's pattern says which queues replies go to", arguments: TestStore.both)
  func replyQueues(store: TestStore) async throws {
    let options = Self.options(store, ["INVOICE_WORKER_REPLY_QUEUES": "crm.*,erp-answers"])
    try await RunningSystem.run(options) { system in
      // A reply that meets no connection is dropped: once an event is there, there is one.
      try await system.generate(["accountId": "none"])
      for (queue, isTaken) in [
        ("crm.in", true), ("erp-answers", true), ("somebody.reply", false), ("ledger", false),
      ] {
        try await system.commands { try await $0.declare(QueueDeclaration(name: queue)) }
        let id = newIdentifier()
        let completion = try await system.complete(
          .generate(id: id, ["accountId": "none"]).with { $0.replyTo = queue })
        let warnings = completion.data["warnings"].texts("errorCode")
        #expect(warnings == (isTaken ? [] : ["REPLY_TO_REFUSED"]))
        if isTaken {
          #expect(try await system.take(from: queue).body == completion.body)
        } else {
          // What would have been sent was sent before the next one's answer is.
          try await system.complete(
            .generate(id: newIdentifier(), ["accountId": "none"]).with { $0.replyTo = "crm.in" })
          _ = try await system.take(from: "crm.in")
          #expect(try await system.count(of: queue).messageCount == 0)
        }
      }
    }
  }
}
