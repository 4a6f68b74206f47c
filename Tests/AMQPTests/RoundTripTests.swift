import TestSupport
import Testing
import TestBroker

@testable import AMQP

@Suite struct RoundTripTests {
  @Test func `a confirmed message is delivered, acknowledged and gone`() async throws {
    let broker = try TestBroker.shared()
    try await broker.withVirtualHost { url in
      try await withCommands(url) { try await $0.declare(.quorum("work")) }
      try await withPublisher(try configuration(url)) { publisher in
        let texts = (0..<500).map { "message \($0)" }
        let outcomes = await publisher.publish(try texts.map { try message($0, to: "work") })
        #expect(outcomes == Array(repeating: .confirmed, count: 500))

        try await withConsumer(try configuration(url), [Subscription("work")]) { consumer in
          let deliveries = try await takeAcknowledging(500, consumer, "work")
          #expect(deliveries.map(\.text) == texts)
          #expect(deliveries.allSatisfy { $0.properties.messageId == $0.text })
          // A queue under load keeps acknowledgements back in its channel, and forgets them with it.
          let virtualHost = try AMQPURL(url).virtualHost
          try await eventually("nothing is left in the queue") {
            try broker.control(["-q", "-p", virtualHost, "list_queues", "messages"])
              .split(whereSeparator: \.isWhitespace).last == "0"
          }
        }
      }
      // And none comes back with the end of the consumer.
      let left = try await withCommands(url) {
        try await $0.declare(QueueDeclaration(name: "work", isPassive: true)).messageCount
      }
      #expect(left == 0)
    }
  }

  private func takeAcknowledging(
    _ count: Int, _ consumer: ConsumeConnection, _ queue: String
  ) async throws -> [Delivery] {
    var deliveries: [Delivery] = []
    while deliveries.count < count {
      let batch = try await take(1, from: consumer.deliveries(of: queue))
      consumer.acknowledge(batch.map(\.tag))
      deliveries += batch
    }
    return deliveries
  }
}
