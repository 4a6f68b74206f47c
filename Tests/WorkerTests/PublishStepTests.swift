import AMQP
import Storage
import Testing
import Worker

@Suite struct PublishStepTests {
  private static let reply = BrokerReply(code: 312, text: "NO_ROUTE")

  static let outcomes: [(outcome: PublishOutcome, step: PublishStep)] = [
    (.confirmed, .done(isUnrouted: false)),
    (.returned(reply), .done(isUnrouted: true)),
    (.negativelyAcknowledged, .postpone),
    (.failed(.refused(reply)), .postpone),
    (.failed(.tooLarge(limit: 1)), .postpone),
    (.failed(.notConnected), .publishAgain),
    (.failed(.blocked), .publishAgain),
    (.failed(.queueFull), .publishAgain),
    (.failed(.connectionLost), .publishAgain),
    (.failed(.timedOut), .publishAgain),
    (.failed(.closed), .publishAgain),
  ]

  @Test(arguments: outcomes)
  func `what is done about the broker's answer`(outcome: PublishOutcome, step: PublishStep) {
    #expect(PublishStep.after(outcome, isEvent: true) == step)
  }

  @Test func `a dead letter that no queue takes is kept`() {
    #expect(PublishStep.after(.returned(Self.reply), isEvent: false) == .postpone)
    #expect(PublishStep.after(.confirmed, isEvent: false) == .done(isUnrouted: false))
  }

  @Test(
    arguments: [
      (Int64.min, 1), (-1, 1), (0, 1), (1, 2), (2, 4), (7, 128), (8, 256), (9, 300), (10, 300),
      (Int64.max, 300),
    ] as [(Int64, Int64)])
  func `a refused message waits 1 s, doubling, at most 5 minutes`(attempts: Int64, seconds: Int64) {
    #expect(Postponement.wait(afterAttempts: attempts) == seconds * 1_000_000)
  }

  @Test func `each refused message waits by its own count`() {
    let messages = [("a", 0), ("b", 3), ("c", 0), ("d", 40)].map { id, attempts in
      BufferedMessage(message: .sample(id), attempts: Int64(attempts), leasedUntil: .sample)
    }
    let postponements = Postponement.waits(of: messages).mapValues { $0.map(\.id) }
    #expect(
      postponements == [1_000_000: ["a", "c"], 8_000_000: ["b"], 300_000_000: ["d"]])
  }
}

extension OutboxMessage {
  static func sample(_ id: String, headers: String? = nil) -> OutboxMessage {
    OutboxMessage(
      id: id, exchange: "invoice.events", routingKey: "invoice.posted.v1", eventId: id,
      properties: Properties(
        contentType: "application/json", messageId: id, type: "invoice.posted.v1",
        correlationId: "r-1", appId: "crm", headers: headers),
      body: Array("{}".utf8), createdAt: .sample)
  }
}
