import TestBroker
import TestSupport
import Testing

@testable import AMQP

/// Taking nothing from some queues, and connecting anew.
@Suite struct PausingTests {
  @Test func `a queue paused by name receives nothing, whatever the pause of all does`()
    async throws
  {
    try await TestBroker.shared().withVirtualHost { url in
      try await withCommands(url) {
        for queue in ["paused", "other"] { try await $0.declare(.quorum(queue)) }
      }
      try await withPublisher(try configuration(url)) { publisher in
        let subscriptions = [Subscription("paused"), Subscription("other")]
        try await withConsumer(try configuration(url), subscriptions) { consumer in
          await consumer.pauseConsuming(from: ["paused"])
          await consumer.pauseConsuming()
          await consumer.resumeConsuming()
          let messages = [try message("a", to: "paused"), try message("b", to: "other")]
          #expect(await publisher.publish(messages) == [.confirmed, .confirmed])
          let other = try await take(1, from: consumer.deliveries(of: "other"))
          #expect(other.map(\.text) == ["b"])
          #expect(await consumer.hasUnsettled)
          consumer.acknowledge(other.map(\.tag))
          try await eventually("all is settled") { await !consumer.hasUnsettled }
          #expect(consumer.deliveries(of: "paused").count == 0)
          #expect(consumer.state.isReady, "a pause is no fault")

          await consumer.pauseConsuming(from: ["other"])
          let paused = try await take(1, from: consumer.deliveries(of: "paused"))
          #expect(paused.map(\.text) == ["a"])
          consumer.acknowledge(paused.map(\.tag))
        }
      }
    }
  }

  @Test func `connections made anew go on with the other configuration`() async throws {
    try await TestBroker.shared().withVirtualHost { url in
      try await withCommands(url) { try await $0.declare(.quorum("work")) }
      let events = Events()
      try await withPublisher(try configuration(url), events: events) { publisher in
        try await withConsumer(
          try configuration(url), [Subscription("work")], events: events
        ) { consumer in
          try await eventually("both are ready") {
            consumer.state.isReady && publisher.state.isReady
          }
          var renewed = try configuration(url)
          renewed.name = "renewed"
          await consumer.reconnect(with: renewed)
          await publisher.reconnect(with: renewed)
          let messages = [try message("late", to: "work")]
          #expect(await publisher.publish(messages) == [.confirmed])
          let late = try await take(1, from: consumer.deliveries(of: "work"))
          #expect(late.map(\.text) == ["late"])
          consumer.acknowledge(late.map(\.tag))
        }
      }
      #expect(events.count { if case .connected = $0 { true } else { false } } == 4)
      #expect(!events.contains { if case .disconnected = $0 { true } else { false } })
    }
  }
}
