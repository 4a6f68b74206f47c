import AMQP
import Testing
import Worker

/// RabbitMQ's own words, and what a person does about them.
@Suite struct BrokerAdviceTests {
  @Test(
    "W8: advice fits the cause, not the reply code alone",
    arguments: [
      (
        403,
        "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. For details see the broker logfile.",
        "user name or password is wrong"
      ),
      (
        403,
        "ACCESS_REFUSED - access to queue 'invoice.generate' in vhost '/' refused for user 'u'",
        "permission"
      ),
      (404, "NOT_FOUND - no queue 'invoice.generate' in vhost '/'", "topology apply"),
      (
        405, "RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'q' in vhost '/'",
        "exclusively"
      ),
      (
        406,
        "PRECONDITION_FAILED - cannot declare queue 'q': queue limit in vhost 'v' (10) is reached",
        "raise its limit"
      ),
      (
        406, "PRECONDITION_FAILED - inequivalent arg 'x-message-ttl' for queue 'q' in vhost '/'",
        "other arguments"
      ),
      (
        406,
        "PRECONDITION_FAILED - message size 18800000 is larger than configured max size 16777216",
        "max_message_size"
      ),
      (530, "NOT_ALLOWED - vhost v not found", "add_vhost"),
      (530, "NOT_ALLOWED - access to vhost 'v' refused for user 'u'", "set_permissions"),
      (
        530,
        "NOT_ALLOWED - access to vhost 'v' refused for user 'u': connection limit (3) is reached",
        "no more connections"
      ),
      (
        530, "NOT_ALLOWED - connection refused for user 'u': user connection limit (1) is reached",
        "no more connections"
      ),
      (
        530,
        "NOT_ALLOWED - number of channels opened (4) has reached the negotiated channel_max (4)",
        "channel_max"
      ),
    ])
  func advice(code: Int, text: String, words: String) throws {
    let reply = BrokerReply(code: UInt16(code), text: text)
    let advice = try #require(BrokerAdvice.advice(for: reply))
    #expect(advice.contains(words), "\(advice)")
    #expect(!"\(reply); \(advice)".contains(".;"))
  }

  @Test(
    "W8, W10: what is wrong with a certificate, or with the number of channels, has advice of its own",
    arguments: [
      (AMQPError.certificate(.expired(1)), "renew"), (.certificate(.notYetValid(1)), "clock"),
      (.certificate(.unknownAuthority), "INVOICE_WORKER_TLS_CA"),
      (.wrongHostName, "as its certificate does"),
      (.tooFewChannels(allowed: 4, needed: 9), "channel_max"),
    ])
  func advice(error: AMQPError, words: String) throws {
    let advice = try #require(BrokerAdvice.advice(for: error))
    #expect(advice.contains(words), "\(advice)")
    #expect("\(error)".contains("certificate") || "\(error)".contains("channels"))
  }

  @Test func `a precondition that is not known gets no advice`() {
    let reply = BrokerReply(code: 406, text: "PRECONDITION_FAILED - unknown delivery tag 7")
    #expect(BrokerAdvice.advice(for: reply) == nil)
  }
}
