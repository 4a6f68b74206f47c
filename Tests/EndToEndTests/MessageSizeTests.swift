import AMQP
import Storage
import TestBroker
import TestSupport
import TestWorker
import Testing

/// No event and no reply is larger than every broker takes.
@Suite(.sharedSystem) struct MessageSizeTests {
  @Test(
    "W2: an invoice whose event the broker would not take is refused before it is stored, a preview likewise",
    .timeLimit(.minutes(10)))
  func tooLarge() async throws {
    let system = try SharedSystem.system()
    let account = newIdentifier("A")
    try await system.store(
      [
        SampleRecords.account(account), SampleRecords.taxTreatment("T.\(account)", code: account),
        SampleRecords.taxRate("R.\(account)", code: account, percent: "8").adding([
          "name": .text(String(repeating: "税", count: 250))
        ]),
      ]
        + (1...6).map {
          SampleRecords.schedule(
            "\(account)-\($0)", account: account, start: "1901-01-01",
            [
              "productName": .text(String(repeating: "語", count: 250)),
              "taxTreatmentId": .text("T.\(account)"),
            ])
        })
    // 9,006 lines, fewer than an invoice may have.
    let invoice = try await system.generate(["accountId": .text(account)])
    #expect(invoice.outcome == "Failed")
    #expect(invoice.errorCodes == ["LIMIT_EXCEEDED"])
    #expect(invoice.data["invoices"].elements.isEmpty)
    let message = invoice.data["errors"].texts("errorMessage").first ?? ""
    #expect(message.contains("the limit is 15728640 bytes"), "\(message)")
    #expect(try system.count("SELECT count(*) FROM invoice WHERE account_id = '\(account)'") == 0)

    let preview = try await system.complete(
      SampleRequest(
        "invoice.preview.v1", id: newIdentifier(),
        [
          "accountId": .text(account), "targetDate": "2026-02-01", "invoiceDate": "2026-02-01",
        ]))
    #expect(preview.errorCodes == ["LIMIT_EXCEEDED"])
    // A shorter one of the same is made.
    let shorter = try await system.generate(
      ["accountId": .text(account)], targetDate: "1950-01-01")
    #expect(shorter.outcome == "Succeeded")
  }

  /// Some KiB in place of 16 MiB: what does not fit is small enough to be made here.
  private static func withNarrowBroker(
    bytes: Int = 65_536, _ body: (RunningSystem) async throws -> Void
  ) async throws {
    try await TestBroker.withOwnNode(["--max-message-size", "\(bytes)"]) { broker in
      try await RunningSystem.run(on: broker) { system in
        try await system.store(
          SampleRecords.account("long"),
          SampleRecords.schedule(
            "long", account: "long", start: "2000-01-01",
            ["productName": .text(String(repeating: "x", count: 250))]),
          SampleRecords.account("short"), SampleRecords.schedule("short", account: "short"))
        try await body(system)
      }
    }
  }

  @Test(
    "W2: an event that the broker takes for too large backs off alone, its neighbors are sent",
    .timeLimit(.minutes(10)), arguments: narrowness)
  func narrowBroker(bytes: Int, targetDate: String) async throws {
    try await Self.withNarrowBroker(bytes: bytes) { system in
      try await Self.expectOneBacksOff(system, bytes: bytes, targetDate: targetDate)
    }
  }

  /// What the broker takes, and up to when is billed: 313 lines, whose event has a row of its own in the outbox, and 49, whose
  /// event shares one with its neighbors.
  private static let narrowness = [(65_536, "2026-02-01"), (16_384, "2004-02-01")]

  private static func expectOneBacksOff(
    _ system: RunningSystem, bytes: Int, targetDate: String
  ) async throws {
    let long = SampleRequest.generate(
      id: "long", action: "Posted", ["accountId": "long"], targetDate: targetDate)
    let neighbors = (1...20).map {
      SampleRequest.generate(id: "n-\($0)", ["accountId": "none"])
    }
    try await system.publish(
      Array(neighbors.prefix(10)) + [long] + Array(neighbors.suffix(10)))
    for request in neighbors + [long] {
      _ = try await system.completion(request.properties.messageId ?? "")
    }
    try await eventually("only the large event is left, and was refused twice") {
      try system.column("SELECT routing_key FROM outbox_message WHERE attempts > 1")
        == ["invoice.posted.v1"]
        && system.countUnsent() == 1
    }
    #expect(system.log.contains("max_message_size"), "\(system.log)")
    #expect(system.events.messages.allSatisfy { $0.routingKey != "invoice.posted.v1" })
    // Once the broker takes it, it is sent.
    try system.broker.evaluate("application:set_env(rabbit, max_message_size, 16777216)")
    try OutcomeChecker(system).endLeases()
    let sent = try await system.events.first("the event") {
      $0.routingKey == "invoice.posted.v1"
    }
    #expect(sent.body.count > bytes)
    #expect((sent.body.count < OutboxPack.largestBody) == (bytes < 65_536))
  }

  @Test(
    "W2: a reply that the broker takes for too large is lost alone: the next sender has its reply",
    .timeLimit(.minutes(10)))
  func narrowReply() async throws {
    try await Self.withNarrowBroker(Self.expectNextReply)
  }

  private static func expectNextReply(_ system: RunningSystem) async throws {
    try await system.commands { try await $0.declare(QueueDeclaration(name: "my-reply")) }
    let preview = SampleRequest(
      "invoice.preview.v1", id: "preview",
      ["accountId": "long", "targetDate": "2026-02-01", "invoiceDate": "2026-02-01"])
    try await system.publish(preview.with { $0.replyTo = "my-reply" })
    try await eventually("the preview is answered") {
      try system.count(
        "SELECT count(*) FROM request WHERE identifier = 'preview' AND outcome = 'Succeeded'")
        == 1
    }
    let next = SampleRequest.generate(id: "next", ["accountId": "none"])
      .with { $0.replyTo = "my-reply" }
    // Replies are best effort, and one that meets the channel while it is opened again is lost: senders send again.
    var deliveries = 0
    try await eventually("a reply that fits arrives") {
      deliveries += 1
      try await system.publish(next)
      _ = try await system.completions("next", atLeast: deliveries)
      return try await system.count(of: "my-reply").messageCount > 0
    }
    let reply = try await system.take(from: "my-reply")
    #expect(reply.data["requestIdentifier"].text == "next")
  }
}
