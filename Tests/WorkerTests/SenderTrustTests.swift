import AMQP
import Billing
import Messages
import Testing

@testable import Worker

/// <doc:Requests#Whose-word-counts>.
@Suite struct SenderTrustTests {
  private func request(
    exchange: String, rules: IntakeRules = IntakeRules(), user: String? = nil,
    _ headers: HeaderTable = [:], contentType: String? = nil, body: String = "{}"
  ) -> ReceivedRequest {
    var properties = MessageProperties(
      contentType: contentType, headers: headers, messageId: "r", type: "invoice.generate.v1",
      appId: "stated")
    properties.userId = user
    return ReceivedRequest(
      .sample(properties, body: Array(body.utf8), exchange: exchange), at: .sample, by: rules)
  }

  @Test(
    "S6, S7: attempt and replay-of count only on what no sender can have published",
    arguments: [("invoice.requests", false), ("invoice.unrouted", false), ("", true)])
  func believed(exchange: String, isBelieved: Bool) {
    let received = request(exchange: exchange, ["attempt": .int64(4), "replay-of": "E0"])
    #expect(received.retries == (isBelieved ? 4 : 0))
    #expect(received.replayOf == (isBelieved ? "E0" : nil))
  }

  private static let event =
    #"{"specversion":"1.0","id":"r","source":"stated","type":"invoice.generate.v1","data":{}}"#

  @Test(
    "S8: the source is the checked user, in either form of a request",
    arguments: [("application/json", "{}"), ("application/cloudevents+json", Self.event)])
  func checkedSource(contentType: String, body: String) throws {
    let rules = IntakeRules(source: .user)
    func source(_ exchange: String, user: String?, _ headers: HeaderTable = [:]) -> String? {
      request(
        exchange: exchange, rules: rules, user: user, headers, contentType: contentType,
        body: body
      ).intake.header?.key.source
    }
    #expect(source("invoice.requests", user: "crm") == "crm")
    #expect(source("invoice.requests", user: "crm", ["request-user": "erp"]) == "crm")
    // A retried copy is published by the worker, a replay by an operator.
    #expect(source("", user: nil, ["request-user": "crm"]) == "crm")
    #expect(source("", user: "operator", ["request-user": "crm"]) == "crm")

    let stated = request(
      exchange: "invoice.requests", user: "crm", contentType: contentType, body: body)
    #expect(stated.intake.header?.key.source == "stated")

    let without = request(
      exchange: "invoice.requests", rules: rules, ["request-user": "erp"],
      contentType: contentType, body: body)
    guard case .refused(_, let refusal) = without.intake else {
      Issue.record("a request without a user is refused, not \(without.intake)")
      return
    }
    #expect(refusal.outcome == .rejected)
    #expect(refusal.faults.map(\.code) == [.requestInvalid])
    #expect(refusal.faults.first?.message.contains("user_id") == true)
  }

  @Test("S8: a copy notes the checked user, for the copy's own is another")
  func userOfCopies() {
    let received = request(exchange: "invoice.requests", user: "crm")
    let copy = received.copy(code: "C", message: "m", retries: 1, worker: "w", at: .sample)
    #expect(CopyHeaders.table(for: copy, of: received)["request-user"]?.text == "crm")
    let again = request(exchange: "", ["request-user": "crm"])
    #expect(CopyHeaders.table(for: copy, of: again)["request-user"]?.text == "crm")
  }

  @Test("S1: a retried copy carries what says which request it is, and nothing that acts")
  func retriedCopy() throws {
    var properties = MessageProperties(
      contentType: "application/json", headers: ["CC": .array(["invoice.notifications"])],
      deliveryMode: .transient, correlationId: "c", replyTo: "invoice.dead", expiration: "5",
      messageId: "r", timestamp: 7, type: "invoice.generate.v1", appId: "crm")
    properties.userId = "crm"
    properties.priority = 9
    properties.contentEncoding = "identity"
    let received = ReceivedRequest(.sample(properties), at: .sample)
    let faults = received.copy(code: "C", message: "m", retries: 1, worker: "w", at: .sample)
    let copy = try RetriedCopy.message(of: received, to: .tenSeconds, faults: faults).properties
    var expected = MessageProperties(
      contentType: "application/json", headers: copy.headers, deliveryMode: .persistent,
      correlationId: "c", messageId: "r", timestamp: 7, type: "invoice.generate.v1", appId: "crm")
    expected.contentEncoding = "identity"
    #expect(copy == expected)
    #expect(copy.headers?["CC"] == nil)
  }

  @Test(
    "S9: where replies may go",
    arguments: [
      ("crm.reply", true), ("reply-7", true), ("my-reply-queue", true), ("amq.gen-x1", true),
      ("amq.rabbitmq.reply-to.g1h2", true), ("invoice-worker.command.abc", true),
      ("amq.rabbitmq.reply-to", false), ("amq.other.reply", false), ("mine", false),
      ("somebody.queue", false), ("invoice.generate", false), ("invoice.dead", false),
      ("invoice.retry.6h", false), ("invoice.notifications", false), ("Reply", false),
    ])
  func replies(queue: String, isTaken: Bool) {
    let delivery = Delivery.sample(MessageProperties(replyTo: queue, messageId: "r"))
    let received = ReceivedRequest(delivery, at: .sample)
    #expect(received.isReplyRefused == !isTaken)
    #expect(received.replyQueue == (isTaken ? queue : nil))
  }

  @Test(
    "S9: names by an operator's patterns",
    arguments: [
      ("crm.*", "crm.x", true), ("crm.*", "crm.", true), ("crm.*", "a.crm.x", false),
      ("a,b", "b", true), ("a,b", "ab", false), ("*", "anything", true),
      ("*", "invoice.dead", false), ("a*b*c", "a1b2c", true), ("a*b*c", "a1c2b", false),
      ("**x", "yx", true), ("a*b", "ab", true), ("a*b", "aab b", true), ("crm.*", "reply", false),
    ])
  func patterns(patterns: String, queue: String, isTaken: Bool) throws {
    #expect(try #require(ReplyQueues(patterns)).take(queue) == isTaken)
  }

  @Test("S9: no reply_to, and an empty one, ask for no reply and earn no warning")
  func noReply() {
    for replyTo in [nil, ""] {
      let received = ReceivedRequest(
        .sample(MessageProperties(replyTo: replyTo, messageId: "r")), at: .sample)
      #expect(received.replyQueue == nil && !received.isReplyRefused)
    }
    #expect(ReplyQueues("") == nil && ReplyQueues("a,,b") == nil)
  }
}
