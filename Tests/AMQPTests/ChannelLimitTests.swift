import TestBroker
import TestSupport
import Testing

@testable import AMQP

@Suite struct ChannelLimitTests {
  @Test(
    "W10: a broker that allows fewer channels than are needed is a sentence, not silence",
    .timeLimit(.minutes(10)))
  func tooFewChannels() async throws {
    try await TestBroker.withOwnNode(["--channel-max", "4"]) { broker in
      try await broker.withVirtualHost { url in
        let names = (1...5).map { "work-\($0)" }
        try await withCommands(url) { commands in
          for name in names { try await commands.declare(.quorum(name)) }
        }
        // As many as there may be.
        try await withConsumer(try configuration(url), names.prefix(4).map { Subscription($0) }) {
          consumer in
          try await eventually("it consumes on four") { consumer.state.isReady }
        }
        let events = Events()
        try await withConsumer(
          try configuration(url), names.map { Subscription($0) }, events: events
        ) { consumer in
          try await eventually("the fifth is said to be too many") {
            events.contains {
              if case .connectFailed(_, .tooFewChannels(allowed: 4, needed: 5), _) = $0 {
                true
              } else {
                false
              }
            }
          }
          #expect(!consumer.state.isReady)
        }
        #expect(
          "\(AMQPError.tooFewChannels(allowed: 4, needed: 5))"
            == "the broker allows 4 channels a connection, and this one needs 5")
      }
    }
  }
}
