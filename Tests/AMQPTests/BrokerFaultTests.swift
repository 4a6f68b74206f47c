import Foundation
import TestBroker
import TestSupport
import Testing

@testable import AMQP

/// These tests break the node, one after the other; each leaves it working.
@Suite(.serialized) struct BrokerFaultTests {
  private static let node = Result { try TestBroker.own() }
  private let broker: TestBroker

  init() throws {
    broker = try Self.node.get()
  }

  @Test func `both connections survive a restart and the first connect is retried`() async throws {
    try await broker.withVirtualHost { url in
      try await withCommands(url) { try await $0.declare(.quorum("work")) }
      try broker.run("stop")

      let events = Events()
      try await withPublisher(try configuration(url), events: events) { publisher in
        try await withConsumer(try configuration(url), [Subscription("work")], events: events) {
          consumer in
          try await eventually("connecting to a stopped broker fails") {
            events.contains { if case .connectFailed = $0 { true } else { false } }
          }
          let early = await publisher.publish(
            [try message("too early", to: "work")], timeout: .milliseconds(100))
          #expect(early == [.failed(.notConnected)])
          // Waits for the broker to come back.
          async let waiting = publisher.publish(
            [try message("first", to: "work")], timeout: patience)
          try broker.run("restart")
          #expect(try await waiting == [.confirmed])

          let first = try await take(1, from: consumer.deliveries(of: "work"))
          #expect(first.map(\.text) == ["first"])
          try broker.run("kill")
          try await eventually("the loss is noticed") { !consumer.state.isConnected }
          try broker.run("restart")

          let again = try await take(1, from: consumer.deliveries(of: "work"))
          #expect(again.map(\.text) == ["first"])
          #expect(again[0].isRedelivered)
          #expect(again[0].tag.epoch != first[0].tag.epoch)
          // The old tag has the same number; settling it must not settle the new delivery.
          consumer.acknowledge(first.map(\.tag))
          try await eventually("a stale settlement is counted") {
            events.contains { $0 == .staleSettlements(count: 1) }
          }
          consumer.acknowledge(again.map(\.tag))
          let outcomes = await publisher.publish([try message("second", to: "work")])
          #expect(outcomes == [.confirmed])
          let last = try await take(1, from: consumer.deliveries(of: "work"))
          #expect(last.map(\.text) == ["second"])
        }
      }
      // "first" was settled.
      try await eventually("\"second\", which was not settled, is back, alone") {
        try await withCommands(url) {
          try await $0.declare(QueueDeclaration(name: "work", isPassive: true)).messageCount
        } == 1
      }
    }
  }

  @Test func `a frozen broker is noticed and a publish in flight does not hang`() async throws {
    try await broker.withVirtualHost { url in
      try await withCommands(url) { try await $0.declare(.quorum("work")) }
      var settings = try configuration(url, heartbeat: .seconds(1))
      settings.handshakeTimeout = .seconds(1)
      let events = Events()
      let body = [UInt8](repeating: 0x61, count: 1 << 20)
      try await withPublisher(settings, events: events) { publisher in
        try await withConsumer(settings, [Subscription("work")]) { consumer in
          try await eventually("ready") { publisher.state.isReady && consumer.state.isReady }
          try broker.run("freeze")
          // More than the sockets' buffers take: the library blocks in the middle of a message.
          let large = try (0..<32).map {
            try OutgoingMessage(
              exchange: "", routingKey: "work", properties: MessageProperties(messageId: "\($0)"),
              body: body)
          }
          async let publishing = publisher.publish(large, timeout: patience)
          try await eventually("the publisher notices") { !publisher.state.isConnected }
          try await eventually("the consumer notices too") { !consumer.state.isConnected }
          try broker.run("thaw")
          // What was under way is reported as lost; what had not begun was sent after the reconnection.
          let outcomes = await publishing
          #expect(outcomes.contains(.failed(.connectionLost)))
          #expect(outcomes.allSatisfy { $0 == .failed(.connectionLost) || $0 == .confirmed })
          // A broker that is slow may be taken for one that hangs once more, so short is the heartbeat.
          try await eventually("publishing works again") {
            await publisher.publish([try message("after", to: "work")], timeout: patience)
              == [.confirmed]
          }
        }
      }
      #expect(events.contains { if case .disconnected = $0 { true } else { false } })
    }
  }

  @Test func `an alarmed broker blocks publishing, not acknowledging`() async throws {
    try await broker.withVirtualHost { url in
      try await withCommands(url) { try await $0.declare(.quorum("work")) }
      let events = Events()
      try await withPublisher(try configuration(url), events: events) { publisher in
        try await withConsumer(try configuration(url), [Subscription("work")]) { consumer in
          let before = await publisher.publish([try message("before", to: "work")])
          #expect(before == [.confirmed])
          let delivery = try await take(1, from: consumer.deliveries(of: "work"))
          try broker.setMemoryAlarm(true)

          async let waiting = publisher.publish(
            [try message("during", to: "work")], timeout: patience)
          try await eventually("the connection is blocked") {
            publisher.state.blockedSince != nil
          }
          let refused = await publisher.publish(
            [try message("given up", to: "work")], timeout: .milliseconds(50))
          #expect(refused == [.failed(.blocked)])
          consumer.acknowledge(delivery.map(\.tag))
          try await eventually("the acknowledgement arrives during the alarm") {
            let counts = try broker.evaluate(
              "[rabbit_amqqueue:info(Q, [messages_unacknowledged]) || Q <- rabbit_amqqueue:list()]")
            return counts.contains("{messages_unacknowledged,0}")
          }
          try broker.setMemoryAlarm(false)
          #expect(try await waiting == [.confirmed])
          try await eventually("no longer blocked") { publisher.state.blockedSince == nil }
        }
      }
      #expect(events.contains { if case .blocked = $0 { true } else { false } })
      #expect(events.contains { if case .unblocked = $0 { true } else { false } })
    }
  }
}
