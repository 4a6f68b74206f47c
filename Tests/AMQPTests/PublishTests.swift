import TestBroker
import TestSupport
import Testing

@testable import AMQP

@Suite struct PublishTests {
  @Test func `unroutable mandatory messages are told apart from routed ones`() async throws {
    try await TestBroker.shared().withVirtualHost { url in
      try await withCommands(url) { try await $0.declare(.quorum("work")) }
      let events = Events()
      try await withPublisher(try configuration(url), events: events) { publisher in
        let messages = try (0..<200).map {
          try message("\($0)", to: $0.isMultiple(of: 3) ? "nowhere" : "work")
        }
        let outcomes = await publisher.publish(messages)
        for (index, outcome) in outcomes.enumerated() {
          if index.isMultiple(of: 3) {
            #expect(outcome == .returned(BrokerReply(code: 312, text: "NO_ROUTE")))
          } else {
            #expect(outcome == .confirmed)
          }
        }
      }
      #expect(events.count { if case .returned = $0 { true } else { false } } == 67)
    }
  }

  @Test func `a full queue that rejects answers with a negative acknowledgement`() async throws {
    try await TestBroker.shared().withVirtualHost { url in
      try await withCommands(url) {
        try await $0.declare(
          QueueDeclaration(
            name: "small",
            arguments: ["x-max-length": .int64(2), "x-overflow": "reject-publish"]))
      }
      try await withPublisher(try configuration(url)) { publisher in
        var outcomes: [PublishOutcome] = []
        for index in 0..<4 {
          outcomes += await publisher.publish([try message("\(index)", to: "small")])
        }
        #expect(
          outcomes == [
            .confirmed, .confirmed, .negativelyAcknowledged, .negativelyAcknowledged,
          ])
      }
    }
  }

  @Test func `a missing exchange fails its messages and the connection goes on`() async throws {
    try await TestBroker.shared().withVirtualHost { url in
      try await withCommands(url) { try await $0.declare(.quorum("work")) }
      let events = Events()
      try await withPublisher(try configuration(url), events: events) { publisher in
        let outcomes = await publisher.publish([
          try message("lost", to: "any", exchange: "missing")
        ])
        guard case .failed(.refused(let reply)) = outcomes[0] else {
          Issue.record("not refused: \(outcomes)")
          return
        }
        #expect(reply.code == BrokerReply.notFound)
        #expect(await publisher.publish([try message("good", to: "work")]) == [.confirmed])
      }
      #expect(!events.contains { if case .disconnected = $0 { true } else { false } })
    }
  }

  @Test func `a worker with the least privileges can do its work and no more`() async throws {
    let broker = try TestBroker.shared()
    try await broker.withVirtualHost { url in
      let host = String(url.split(separator: "/").last ?? "")
      try await withCommands(url) {
        try await $0.declare(ExchangeDeclaration(name: "invoice.events", kind: .topic))
        try await $0.declare(.quorum("invoice.generate"))
        try await $0.declare(.quorum("elsewhere"))
        try await $0.bind(queue: "elsewhere", exchange: "invoice.events", routingKey: "#")
      }
      let user = "worker-" + host
      try broker.addUser(user, password: "p@ss/word")
      try broker.setPermissions(
        user: user, virtualHost: host, configure: "^$", write: "^invoice\\.(events|retry\\..+)$",
        read: "^invoice\\.generate$")
      let workerURL = url.replacing("guest:guest", with: "\(user):p%40ss%2Fword")
      let events = Events()
      try await withPublisher(try configuration(workerURL), events: events) { publisher in
        let allowed = await publisher.publish([
          try message("event", to: "invoice.posted.v1", exchange: "invoice.events")
        ])
        #expect(allowed == [.confirmed])
        // Replies need the default exchange, which this user may not write to.
        publisher.reply(try message("reply", to: "elsewhere", isMandatory: false))
        try await eventually("replies are refused") {
          events.contains {
            if case .repliesRefused(let reply) = $0 { reply.code == 403 } else { false }
          }
        }
        publisher.reply(try message("reply", to: "elsewhere", isMandatory: false))
        try await eventually("later ones are dropped") { events.contains { $0 == .replyDropped } }
        #expect(events.count { if case .repliesRefused = $0 { true } else { false } } == 1)
        let refused = await publisher.publish([try message("no", to: "elsewhere")])
        guard case .failed(.refused(let reply)) = refused[0] else {
          Issue.record("not refused: \(refused)")
          return
        }
        #expect(reply.code == BrokerReply.accessRefused)
      }
      try await withPublisher(try configuration(url)) {
        let request = try message("r", to: "invoice.generate")
        #expect(await $0.publish([request]) == [.confirmed])
      }
      try await withConsumer(try configuration(workerURL), [Subscription("invoice.generate")]) {
        let delivery = try await take(1, from: $0.deliveries(of: "invoice.generate"))
        $0.acknowledge(delivery.map(\.tag))
      }
    }
  }

  @Test func `replies arrive`() async throws {
    try await TestBroker.shared().withVirtualHost { url in
      try await withCommands(url) { try await $0.declare(QueueDeclaration(name: "replies")) }
      try await withPublisher(try configuration(url)) { publisher in
        try await eventually("ready") { publisher.state.isReady }
        // A queue that is gone drops its reply without any harm.
        publisher.reply(try message("gone", to: "gone", isMandatory: false))
        publisher.reply(try message("reply", to: "replies", isMandatory: false))
        try await withCommands(url) { commands in
          var delivery: Delivery?
          try await eventually("the reply") {
            delivery = try await commands.get("replies")
            return delivery != nil
          }
          #expect(delivery?.text == "reply")
        }
      }
    }
  }

  @Test func `many callers share the window`() async throws {
    try await TestBroker.shared().withVirtualHost { url in
      try await withCommands(url) { try await $0.declare(.quorum("work")) }
      try await withPublisher(try configuration(url)) { publisher in
        try await withThrowingTaskGroup(of: [PublishOutcome].self) { group in
          for caller in 0..<40 {
            let batch = try (0..<100).map { try message("\(caller)/\($0)", to: "work") }
            group.addTask { await publisher.publish(batch) }
          }
          for try await outcomes in group {
            #expect(outcomes == Array(repeating: .confirmed, count: 100))
          }
        }
      }
      try await eventually("all are in the queue") {
        try await withCommands(url) {
          try await $0.declare(QueueDeclaration(name: "work", isPassive: true)).messageCount
        } == 4_000
      }
    }
  }
}
