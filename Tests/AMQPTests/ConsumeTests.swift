import TestBroker
import TestSupport
import Testing

@testable import AMQP

@Suite struct ConsumeTests {
  @Test func `a deleted queue is consumed again once it is back`() async throws {
    try await TestBroker.shared().withVirtualHost { url in
      try await withCommands(url) { try await $0.declare(.quorum("work")) }
      let events = Events()
      try await withConsumer(try configuration(url), [Subscription("work")], events: events) {
        consumer in
        try await eventually("consuming") { consumer.state.isReady }
        try await withCommands(url) { try await $0.deleteQueue("work") }
        try await eventually("the cancel is told") {
          events.contains { $0 == .consumerCancelled(queue: "work") }
        }
        try await eventually("the passive declaration is refused") {
          events.contains {
            if case .subscriptionRefused("work", let reply, _) = $0 {
              reply.code == 404
            } else {
              false
            }
          }
        }
        try await withCommands(url) { try await $0.declare(.quorum("work")) }
        try await withPublisher(try configuration(url)) {
          let back = try message("back", to: "work")
          #expect(await $0.publish([back]) == [.confirmed])
        }
        let delivery = try await take(1, from: consumer.deliveries(of: "work"))
        #expect(delivery.map(\.text) == ["back"])
      }
    }
  }

  @Test func `an over-long body is cut while it arrives and the next message is whole`()
    async throws
  {
    try await TestBroker.shared().withVirtualHost { url in
      try await withCommands(url) { try await $0.declare(.quorum("work")) }
      let long = (0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      try await withPublisher(try configuration(url)) { publisher in
        let messages = [
          try OutgoingMessage(
            exchange: "", routingKey: "work", properties: MessageProperties(messageId: "long"),
            body: long),
          try message("next", to: "work"),
        ]
        #expect(await publisher.publish(messages) == [.confirmed, .confirmed])
      }
      let subscription = Subscription("work", bodyLimit: 300_000)
      try await withConsumer(try configuration(url), [subscription]) { consumer in
        let deliveries = try await take(2, from: consumer.deliveries(of: "work"))
        #expect(deliveries[0].isTruncated)
        #expect(deliveries[0].bodySize == 700_000)
        #expect(deliveries[0].body == Array(long.prefix(65_536)))
        #expect(deliveries[1].text == "next")
        #expect(!deliveries[1].isTruncated)
        consumer.acknowledge(deliveries.map(\.tag))
      }
    }
  }

  @Test func `paused consumers receive nothing and resumed ones everything`() async throws {
    try await TestBroker.shared().withVirtualHost { url in
      try await withCommands(url) { try await $0.declare(.quorum("work")) }
      try await withPublisher(try configuration(url)) { publisher in
        try await withConsumer(try configuration(url), [Subscription("work")]) { consumer in
          #expect(await publisher.publish([try message("early", to: "work")]) == [.confirmed])
          let early = try await take(1, from: consumer.deliveries(of: "work"))
          await consumer.pauseConsuming()
          // What was taken before can be settled while nothing is consumed; the broker counts a
          // cancelled consumer until it has been.
          consumer.acknowledge(early.map(\.tag))
          try await eventually("the consumer is gone") {
            try await consumerCount(url, "work") == 0
          }
          #expect(await publisher.publish([try message("late", to: "work")]) == [.confirmed])
          #expect(consumer.deliveries(of: "work").count == 0)
          await consumer.resumeConsuming()
          let late = try await take(1, from: consumer.deliveries(of: "work"))
          #expect(late.map(\.text) == ["late"])
        }
      }
    }
  }

  @Test func `stopping gives back what nobody took and ends the mailbox`() async throws {
    try await TestBroker.shared().withVirtualHost { url in
      try await withCommands(url) { try await $0.declare(.quorum("work")) }
      try await withPublisher(try configuration(url)) {
        _ = await $0.publish(try (0..<10).map { try message("\($0)", to: "work") })
      }
      try await withConsumer(try configuration(url), [Subscription("work")]) { consumer in
        let mailbox = consumer.deliveries(of: "work")
        let taken = try await take(3, from: mailbox)
        try await eventually("the rest waits here") { mailbox.count == 7 }
        await consumer.stopConsuming()
        var batch = await mailbox.take(upTo: 10)
        while !batch.isEmpty { batch = await mailbox.take(upTo: 10) }
        // The connection is still open: other workers can have them now.
        try await eventually("seven are ready again") {
          try await withCommands(url) {
            try await $0.declare(QueueDeclaration(name: "work", isPassive: true)).messageCount
          } == 7
        }
        consumer.acknowledge(taken.map(\.tag))
      }
      try await eventually("those that were taken are gone") {
        try await withCommands(url) {
          try await $0.declare(QueueDeclaration(name: "work", isPassive: true)).messageCount
        } == 7
      }
    }
  }

  @Test func `a slow delivery does not hold back those finished behind it`() async throws {
    try await TestBroker.shared().withVirtualHost { url in
      try await withCommands(url) { try await $0.declare(.quorum("work")) }
      try await withPublisher(try configuration(url)) {
        _ = await $0.publish(try (0..<6).map { try message("\($0)", to: "work") })
      }
      // Five unsettled at most: the sixth comes only when one has left the window.
      try await withConsumer(try configuration(url), [Subscription("work", prefetch: 5)]) {
        consumer in
        let first = try await take(5, from: consumer.deliveries(of: "work"))
        consumer.acknowledge([first[3].tag])
        let sixth = try await take(1, from: consumer.deliveries(of: "work"))
        #expect(sixth.map(\.text) == ["5"])
      }
    }
  }

  @Test func `rejected deliveries are dead-lettered or come again`() async throws {
    try await TestBroker.shared().withVirtualHost { url in
      try await withCommands(url) {
        try await $0.declare(.quorum("dead"))
        try await $0.declare(
          .quorum("work", ["x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dead"]))
      }
      try await withPublisher(try configuration(url)) {
        _ = await $0.publish([try message("again", to: "work"), try message("dead", to: "work")])
      }
      let both = [Subscription("work", mailbox: "all"), Subscription("dead", mailbox: "all")]
      try await withConsumer(try configuration(url), both) { consumer in
        let deliveries = try await take(2, from: consumer.deliveries(of: "all"))
        consumer.negativelyAcknowledge([deliveries[0].tag], requeue: true)
        consumer.negativelyAcknowledge([deliveries[1].tag], requeue: false)
        let after = try await take(2, from: consumer.deliveries(of: "all"))
        #expect(Set(after.map { "\($0.queue) \($0.text)" }) == ["work again", "dead dead"])
        let dead = try #require(after.first { $0.queue == "dead" })
        #expect(dead.properties.headers?["x-first-death-reason"] == "rejected")
        consumer.acknowledge(after.map(\.tag))
        // Settled already: nothing may be sent for it, or the broker would close the channel.
        consumer.acknowledge([dead.tag])
      }
    }
  }

  @Test func `an exclusive queue with bindings receives events`() async throws {
    try await TestBroker.shared().withVirtualHost { url in
      try await withCommands(url) {
        try await $0.declare(ExchangeDeclaration(name: "events", kind: .topic))
      }
      let watch = Subscription(
        queue: "watch", prefetch: 10, bodyLimit: BodyLimit(bytes: 1_000),
        requirement: .exclusiveQueue(bindings: [
          .init(exchange: "events", routingKey: "a.#"),
          .init(exchange: "events", routingKey: "b.#"),
        ]))
      try await withConsumer(try configuration(url), [watch]) { consumer in
        try await eventually("consuming") { consumer.state.isReady }
        try await withPublisher(try configuration(url)) { publisher in
          let outcomes = await publisher.publish([
            try message("1", to: "a.x", exchange: "events"),
            try message("2", to: "c.x", exchange: "events", isMandatory: false),
            try message("3", to: "b.x", exchange: "events"),
          ])
          #expect(outcomes == [.confirmed, .confirmed, .confirmed])
        }
        let deliveries = try await take(2, from: consumer.deliveries(of: "watch"))
        #expect(deliveries.map(\.text) == ["1", "3"])
        #expect(deliveries.map(\.routingKey) == ["a.x", "b.x"])
      }
    }
  }

  @Test func `every kind of header arrives as it was sent`() async throws {
    let headers: HeaderTable = [
      "boolean": .boolean(true), "int8": .int8(-8), "int16": .int16(-16), "int32": .int32(-32),
      "int64": .int64(.min), "uint8": .uint8(8), "uint16": .uint16(16), "uint32": .uint32(32),
      "float": .float(1.5), "double": .double(-2.25), "decimal": .decimal(scale: 2, value: 314),
      "string": "æøå", "bytes": .bytes([0, 255]), "timestamp": .timestamp(1_700_000_000),
      "array": .array([.int32(1), "two", .array([])]),
      "table": .table(["inner": .table(["deep": .void])]), "void": .void,
    ]
    var properties = MessageProperties(
      contentType: "application/json", headers: headers, deliveryMode: .persistent,
      correlationId: "c", replyTo: "r", expiration: "60000", messageId: "m", timestamp: 42,
      type: "t", appId: "a")
    properties.contentEncoding = "identity"
    properties.priority = 3
    properties.userId = "guest"
    try await TestBroker.shared().withVirtualHost { url in
      try await withCommands(url) { try await $0.declare(QueueDeclaration(name: "work")) }
      try await withPublisher(try configuration(url)) {
        let message = try OutgoingMessage(
          exchange: "", routingKey: "work", properties: properties, body: [])
        #expect(await $0.publish([message]) == [.confirmed])
      }
      let delivery = try await withCommands(url) { commands in
        let delivery = try #require(try await commands.get("work"))
        try await commands.acknowledge(delivery.tag)
        return delivery
      }
      #expect(delivery.properties == properties)
      #expect(delivery.body.isEmpty)
    }
  }

  private func consumerCount(_ url: String, _ queue: String) async throws -> UInt32 {
    try await withCommands(url) {
      try await $0.declare(QueueDeclaration(name: queue, isPassive: true)).consumerCount
    }
  }
}
