import AMQP
import Billing
import CivilTime
import Digest
import Messages
import Storage
import Testing

@testable import Worker

/// <doc:Operations#Start-stop-scale>: a replay is run again only if the stored outcome is Rejected or
/// `INTERNAL_ERROR` and this copy was not replayed before.
@Suite struct ReplayTests {
  private static let body = Array(#"{"billingScheduleIds":["B"]}"#.utf8)
  private static let now = UTCInstant(microsecondsSince1970: 1_795_000_000_000_000)

  private func received(
    replayOf: HeaderValue? = nil, body: [UInt8] = Self.body,
    type: String = "billing-schedule.recover.v1", id: String? = "r-1"
  ) -> ReceivedRequest {
    var headers = HeaderTable()
    headers[DeliveryHeader.replayOf] = replayOf
    return ReceivedRequest(
      Delivery(
        queue: "invoice.manage", tag: DeliveryTag(epoch: 1, channel: 1, number: 1),
        isRedelivered: false, exchange: "", routingKey: "invoice.manage",
        properties: MessageProperties(headers: headers, messageId: id, type: type, appId: "crm"),
        body: body, bodySize: UInt64(body.count), isTruncated: false),
      at: Self.now)
  }

  private func stored(
    _ outcome: Outcome, isInternalError: Bool = false, event: String = "E0"
  ) -> StoredRequest {
    let key = RequestKey(source: "crm", identifier: "r-1")
    return StoredRequest(
      key: key, type: "billing-schedule.recover.v1", bodySHA256: SHA256Digest.of(Self.body).bytes,
      receivedAt: Self.now,
      outcome: RequestOutcome(
        key: key, outcome: outcome, completionEventId: event, completionBody: [], attempts: 1,
        completedAt: Self.now, isInternalError: isInternalError))
  }

  /// What was decided about each, in a word.
  private func decided(
    _ batch: [ReceivedRequest], _ found: [FoundRequest]
  ) -> [String] {
    LookedUpRequest.lookedUp(batch, found).map { request in
      switch request {
      case .unidentified: "unidentified"
      case .toRun(_, replacing: nil): "new"
      case .toRun(_, let stored?): "replay of \(stored.outcome.completionEventId)"
      case .seen: "seen"
      case .repeats: "repeats"
      }
    }
  }

  @Test(
    arguments: [
      (Outcome.rejected, false, "replay of E0"), (.failed, true, "replay of E0"),
      (.failed, false, "seen"), (.succeeded, false, "seen"), (.partiallySucceeded, false, "seen"),
    ])
  func `only a rejected request and one that the program failed on are run again`(
    outcome: Outcome, isInternalError: Bool, expected: String
  ) {
    let result = FoundRequest.seen(stored(outcome, isInternalError: isInternalError))
    #expect(decided([received(replayOf: "E0")], [result]) == [expected])
    #expect(decided([received()], [result]) == ["seen"], "not a replay")
  }

  @Test func `a copy that was replayed before names an outcome that is no more`() {
    let result = FoundRequest.seen(stored(.rejected, event: "E1"))
    #expect(decided([received(replayOf: "E0")], [result]) == ["seen"])
    #expect(decided([received(replayOf: "E1")], [result]) == ["replay of E1"])
  }

  @Test func `another request under the identifier is no replay of the first`() {
    let result = FoundRequest.seen(stored(.rejected))
    let other = received(replayOf: "E0", body: Array(#"{"billingScheduleIds":["C"]}"#.utf8))
    #expect(decided([other], [result]) == ["seen"])
    #expect(
      decided([received(replayOf: "E0", type: "invoice.generate.v1")], [result]) == ["seen"])
  }

  @Test func `of several in a batch one is run again, whatever stands before it`() {
    let seen = FoundRequest.seen(stored(.rejected))
    let replay = received(replayOf: "E0")
    #expect(
      decided([replay, replay, received()], [seen, .repeats(0), .repeats(0)])
        == ["replay of E0", "repeats", "repeats"])
    #expect(
      decided(
        [received(), received(id: nil), replay, replay], [seen, .repeats(0), .repeats(0)])
        == ["seen", "unidentified", "replay of E0", "repeats"])
    #expect(
      decided([received(), received()], [seen, .repeats(0)]) == ["seen", "seen"])
    #expect(decided([replay, replay], [.new, .repeats(0)]) == ["new", "repeats"])
  }

  @Test(arguments: [HeaderValue.int64(7), "", "a b", .string(String(repeating: "x", count: 129))])
  func `what cannot be an event's identifier makes no replay`(value: HeaderValue) {
    #expect(received(replayOf: value).replayOf == nil)
  }

  @Test func `a copy for a retry queue stays a replay`() {
    let copy = received().copy(code: "X", message: "m", retries: 1, worker: "w", at: Self.now)
    let table = CopyHeaders.table(for: copy, of: received(replayOf: "E0"))
    #expect(table["replay-of"]?.text == "E0")
  }

  @Test(arguments: [Int64.max, .min, -1])
  func `an absurd count of attempts cannot overflow`(attempt: Int64) {
    let delivery = Delivery(
      queue: "invoice.manage", tag: DeliveryTag(epoch: 1, channel: 1, number: 1),
      isRedelivered: false, exchange: "", routingKey: "",
      properties: MessageProperties(headers: ["attempt": .int64(attempt)], messageId: "r"),
      body: [], bodySize: 0, isTruncated: false)
    let received = ReceivedRequest(delivery, at: Self.now)
    #expect((1...1_000_001).contains(received.attempts))
    #expect(
      RetryPolicy.next(afterRetries: received.retries)
        == (attempt > 0 ? .giveUp : .retry(queue: .tenSeconds)))
  }
}
