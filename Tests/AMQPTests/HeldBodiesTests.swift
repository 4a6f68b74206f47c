import TestBroker
import Testing

@testable import AMQP

@Suite struct HeldBodiesTests {
  private func tag(_ number: UInt64) -> DeliveryTag {
    DeliveryTag(epoch: 1, channel: 1, number: number)
  }

  @Test func `small bodies are not counted`() {
    var held = HeldBodies(heartbeat: .seconds(10))
    for number in 1...10_000 { held.received(HeldBodies.smallBody, tag(UInt64(number))) }
    #expect(!held.isFull)
    #expect(held.readBudget(512, at: .now) == 512)
  }

  @Test func `large bodies fill it until one is settled`() {
    var held = HeldBodies(heartbeat: .seconds(10))
    let start = MonotonicInstant.now
    for number in 1...4 {
      #expect(!held.isFull)
      held.received(HeldBodies.limit / 4, tag(UInt64(number)))
    }
    #expect(held.isFull)
    // A frame now and then, and no more.
    #expect(held.readBudget(512, at: start) == 0)
    #expect(held.readBudget(512, at: start.advanced(by: .seconds(1))) == 0)
    #expect(held.readBudget(512, at: start.advanced(by: .seconds(3))) == 1)
    #expect(held.readBudget(512, at: start.advanced(by: .seconds(4))) == 0)
    held.settled([tag(9), tag(2), tag(2)])
    #expect(!held.isFull && held.nextRead == nil)
    #expect(held.readBudget(512, at: start) == 512)
    held.received(HeldBodies.limit / 4, tag(5))
    #expect(held.isFull)
    held.reset()
    #expect(!held.isFull)
  }

  /// By a clock of the test's own, against the library's rule: lost is what has read nothing for two heartbeats.
  @Test("However short the heartbeat, a full connection reads often enough to keep it")
  func heartbeats() {
    for seconds in [1, 2, 3, 4, 5, 10, 60, 600, 65_535] {
      var held = HeldBodies(heartbeat: .seconds(seconds))
      for number in 1...4 { held.received(HeldBodies.limit / 4, tag(UInt64(number))) }
      let start = MonotonicInstant.now
      var lastRead = start
      for step in 0..<200 {
        let now = held.nextRead ?? start
        if held.readBudget(512, at: now) == 1 {
          #expect(lastRead.duration(to: now) <= .seconds(seconds), "\(seconds) s, read \(step)")
          lastRead = now
        }
      }
      #expect(start.duration(to: lastRead) >= held.trickle * 198, "it goes on reading")
    }
  }

  @Test func `large bodies wait at the broker for those before them`() async throws {
    try await TestBroker.shared().withVirtualHost { url in
      try await withCommands(url) { try await $0.declare(.quorum("work")) }
      let body = [UInt8](repeating: 0x61, count: HeldBodies.limit / 4)
      try await withPublisher(try configuration(url)) { publisher in
        for number in 0..<10 {
          let message = try OutgoingMessage(
            exchange: "", routingKey: "work",
            properties: MessageProperties(messageId: "\(number)"), body: body)
          #expect(await publisher.publish([message]) == [.confirmed])
        }
      }
      let subscription = Subscription("work", prefetch: 10, bodyLimit: body.count)
      try await withConsumer(try configuration(url), [subscription]) { consumer in
        let mailbox = consumer.deliveries(of: "work")
        var open = try await take(4, from: mailbox)
        // A fifth would take a minute and a half at the rate of a full connection.
        #expect(mailbox.count == 0, "no more are read")
        var seen = open.compactMap(\.properties.messageId)
        while seen.count < 10 {
          consumer.acknowledge([open.removeFirst().tag])
          let next = try await take(1, from: mailbox)
          #expect(next.allSatisfy { !$0.isRedelivered && $0.body.count == body.count })
          seen += next.compactMap(\.properties.messageId)
          open += next
        }
        #expect(seen == (0..<10).map(String.init))
        consumer.acknowledge(open.map(\.tag))
      }
    }
  }

  @Test func `copies of a subscription share the queue and each its own prefetch`() async throws {
    try await TestBroker.shared().withVirtualHost { url in
      try await withCommands(url) { try await $0.declare(.quorum("work")) }
      try await withPublisher(try configuration(url)) {
        _ = await $0.publish(try (0..<20).map { try message("\($0)", to: "work") })
      }
      let copies = (0..<3).map {
        Subscription(
          queue: "work", copy: $0, prefetch: 4, bodyLimit: BodyLimit(bytes: 100), mailbox: "all")
      }
      try await withConsumer(try configuration(url), copies) { consumer in
        let mailbox = consumer.deliveries(of: "all")
        let first = try await take(12, from: mailbox)
        #expect(Set(first.map(\.queue)) == ["work"])
        #expect(Set(first.map(\.tag.channel)).count == 3)
        consumer.acknowledge(first.map(\.tag))
        let rest = try await take(8, from: mailbox)
        #expect(Set((first + rest).map(\.text)) == Set((0..<20).map(String.init)))
        consumer.acknowledge(rest.map(\.tag))
      }
    }
  }
}
