import Testing

@testable import AMQP

@Suite struct PublishBlameTests {
  private func message(to exchange: String, bytes: Int = 1) throws -> OutgoingMessage {
    try OutgoingMessage(
      exchange: exchange, routingKey: "k", properties: MessageProperties(),
      body: [UInt8](repeating: 0, count: bytes))
  }

  @Test func `messages to the exchange that the broker names are blamed`() throws {
    let reply = BrokerReply(code: 404, text: "NOT_FOUND - no exchange 'b' in vhost '/'")
    let blame = PublishBlame(
      reply, unanswered: [try message(to: "a"), try message(to: "b"), try message(to: "b")])
    #expect(blame.isKnown)
    #expect(blame.isRefused == [false, true, true])
  }

  @Test func `of messages that are too large, those of the size that the broker names are blamed`()
    throws
  {
    let reply = BrokerReply(
      code: 406,
      text: "PRECONDITION_FAILED - message size 70 is larger than configured max size 64")
    let blame = PublishBlame(
      reply, unanswered: [try message(to: "a", bytes: 69), try message(to: "a", bytes: 70)])
    #expect(blame.isRefused == [false, true])
  }

  @Test func `the only message in flight is to blame, whatever the broker says`() throws {
    let reply = BrokerReply(code: 403, text: "ACCESS_REFUSED")
    #expect(PublishBlame(reply, unanswered: [try message(to: "a")]).isRefused == [true])
  }

  @Test func `when nothing matches, none is blamed and the culprit is not known`() throws {
    let reply = BrokerReply(code: 403, text: "ACCESS_REFUSED")
    let blame = PublishBlame(reply, unanswered: [try message(to: "a"), try message(to: "a")])
    #expect(!blame.isKnown)
    #expect(blame.isRefused == [false, false])
    #expect(!PublishBlame(reply, unanswered: []).isKnown)
  }
}
