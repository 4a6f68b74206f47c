import AMQP
import Foundation
import JSON
import Messages
import TestBroker
import Testing

@testable import Worker

@Suite("Topology")
struct TopologyTests {
  /// Everything of a virtual host that was declared or imported, as the broker itself lists it.
  static func listing(_ broker: TestBroker, _ virtualHost: String) throws -> [String] {
    let commands = [
      ["list_exchanges", "name", "type", "durable", "auto_delete", "internal", "arguments"],
      ["list_queues", "name", "type", "durable", "auto_delete", "exclusive", "arguments"],
      ["list_bindings", "source_name", "destination_name", "routing_key", "arguments"],
    ]
    return try commands.flatMap { command in
      try broker.control(
        ["-q", command[0], "-p", virtualHost] + command.dropFirst() + ["--no-table-headers"]
      )
      .split(separator: "\n").map(normalized).sorted()
    }
  }

  /// Arguments are a list in the order they were given; the order says nothing.
  static func normalized(_ line: Substring) -> String {
    String(line).split(separator: "\t", omittingEmptySubsequences: false).map { field in
      guard field.hasPrefix("[{") else { return String(field) }
      let inner = field.dropFirst(2).dropLast(2)
      return inner.components(separatedBy: "},{").sorted().joined(separator: " ")
    }.joined(separator: "\t")
  }

  @Test(
    "What is applied and what is imported is the same, to the argument", .timeLimit(.minutes(10)))
  func applyEqualsImport() async throws {
    let broker = try TestBroker.shared()
    try await broker.withVirtualHost { applied in
      try await broker.withVirtualHost { imported in
        let target = try AMQPURL(applied)
        let connection = try CommandConnection(
          configuration: ConnectionConfiguration(url: target, name: "test"))
        try await connection.connect()
        try await TopologyDeclaring.apply(.standard, over: connection)
        // What an earlier version has bound goes.
        for binding in Topology.standard.obsoleteBindings {
          try await connection.bind(
            queue: binding.queue, exchange: binding.exchange, routingKey: binding.routingKey)
        }
        try await TopologyDeclaring.apply(.standard, over: connection)
        // Twice is once.
        try await TopologyDeclaring.apply(.standard, over: connection)

        let other = try AMQPURL(imported).virtualHost
        let file = FileManager.default.temporaryDirectory.appending(path: "\(other).json")
        try Data(Topology.standard.definitions(virtualHost: other)).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        _ = try broker.control(["-q", "import_definitions", file.path])

        let one = try Self.listing(broker, target.virtualHost)
        let two = try Self.listing(broker, other)
        #expect(one == two)
        #expect(one.count > 60, "\(one.count) objects are listed")
        // And importing over what was applied changes nothing either.
        try await TopologyDeclaring.apply(.standard, over: connection)
        let policies = try broker.control(
          ["-q", "list_policies", "-p", other, "--no-table-headers"])
        #expect(policies.contains("4294967296") && policies.contains("drop-head"))
        try await connection.close()
      }
    }
  }

  @Test(
    "W5: each queue has one policy with all that it needs; the ready-made ones keep what is given back",
    .timeLimit(.minutes(10)))
  func policies() async throws {
    let broker = try TestBroker.shared()
    try await broker.withVirtualHost { address in
      let virtualHost = try AMQPURL(address).virtualHost
      let file = FileManager.default.temporaryDirectory.appending(path: "\(virtualHost).json")
      try Data(Topology.standard.definitions(virtualHost: virtualHost)).write(to: file)
      defer { try? FileManager.default.removeItem(at: file) }
      _ = try broker.control(["-q", "import_definitions", file.path])
      func listed(_ what: String...) throws -> [String: [String]] {
        let text = try broker.control(
          ["-q", what[0], "-p", virtualHost] + what.dropFirst() + ["--no-table-headers"])
        let rows = text.split(separator: "\n").map {
          $0.split(separator: "\t").map(String.init)
        }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], Array($0.dropFirst())) })
      }
      let policyOf = try listed("list_queues", "name", "policy")
      #expect(Set(policyOf.keys) == Set(Topology.standard.queues.map(\.name)))
      let definitions = Dictionary(
        uniqueKeysWithValues: try broker.control([
          "-q", "list_policies", "-p", virtualHost, "--no-table-headers",
        ]).split(separator: "\n").map { line in
          let fields = line.split(separator: "\t").map(String.init)
          return (fields[1], fields[4])
        })
      for queue in Topology.standard.queues {
        let definition = definitions[policyOf[queue.name]?.first ?? ""] ?? ""
        #expect(definition.contains(#""queue-leader-locator":"balanced""#), "\(queue.name)")
        if [QueueName.notifications, QueueName.changes, QueueName.errorLogs].contains(queue.name) {
          #expect(definition.contains(#""delivery-limit":1000000"#), "\(queue.name)")
          #expect(definition.contains(#""max-length-bytes":1073741824"#), "\(queue.name)")
          #expect(definition.contains(#""overflow":"drop-head""#), "\(queue.name)")
        }
        // A second policy over the same queue would take the first one's settings away.
        let matching = try Topology.standard.policies.filter {
          try Regex($0.pattern).firstMatch(in: queue.name) != nil
        }
        #expect(matching.count == 1, "\(queue.name)")
      }
    }
  }

  @Test(
    "The least privilege is enough for the worker, and gives it no more", .timeLimit(.minutes(10)))
  func leastPrivilege() async throws {
    let broker = try TestBroker.shared()
    try await broker.withVirtualHost { address in
      let operatorURL = try AMQPURL(address)
      let setup = try CommandConnection(
        configuration: ConnectionConfiguration(url: operatorURL, name: "test"))
      try await setup.connect()
      try await TopologyDeclaring.apply(.standard, over: setup)
      let user = "least-\(UUID().uuidString)"
      try broker.addUser(user, password: "p")
      try broker.setPermissions(
        user: user, virtualHost: operatorURL.virtualHost, configure: "^$",
        write: #"^(invoice\.(events|dead|retry\..+)|amq\.default)$"#,
        read: #"^invoice\.(generate|ingest|manage|records|run|unrouted)$"#)
      var url = operatorURL
      url.user = user
      url.password = "p"

      let commands = try CommandConnection(
        configuration: ConnectionConfiguration(url: url, name: "least"))
      try await commands.connect()
      for work in WorkQueue.allCases {
        _ = try await commands.declare(QueueDeclaration(name: work.name, isPassive: true))
        #expect(try await commands.get(work.name) == nil)
      }
      for forbidden in [QueueName.dead, QueueName.notifications, RetryQueue.oneHour.rawValue] {
        await #expect(throws: AMQPError.self) { try await commands.get(forbidden) }
      }
      await #expect(throws: AMQPError.self) {
        try await commands.declare(QueueDeclaration(name: "invoice.own"))
      }

      let publisher = try PublishConnection(
        configuration: ConnectionConfiguration(url: url, name: "least"))
      async let running: Void = publisher.run()
      func publish(_ exchange: String, _ key: String) async throws -> PublishOutcome? {
        let message = try OutgoingMessage(
          exchange: exchange, routingKey: key, properties: MessageProperties(messageId: "m"),
          body: [0x7B, 0x7D])
        return await publisher.publish([message]).first
      }
      #expect(try await publish(ExchangeName.events, "invoice.posted.v1") == .confirmed)
      #expect(try await publish(ExchangeName.dead, "invoice.generate") == .confirmed)
      for tier in RetryQueue.allCases {
        #expect(try await publish(tier.rawValue, "invoice.generate") == .confirmed)
      }
      #expect(try await publish(ExchangeName.default, "invoice.notifications") == .confirmed)
      guard case .failed(.refused) = try await publish(ExchangeName.requests, "invoice.generate.v1")
      else {
        Issue.record("a worker may not publish requests")
        return
      }
      await publisher.close()
      await running
      try await commands.close()
      try await setup.close()
    }
  }

  @Test(
    "A request of each type reaches the queue of its class, any other the unrouted one",
    .timeLimit(.minutes(10)))
  func routing() async throws {
    let broker = try TestBroker.shared()
    try await broker.withVirtualHost { address in
      let configuration = ConnectionConfiguration(url: try AMQPURL(address), name: "test")
      let commands = try CommandConnection(configuration: configuration)
      try await commands.connect()
      try await TopologyDeclaring.apply(.standard, over: commands)
      let publisher = try PublishConnection(configuration: configuration)
      async let running: Void = publisher.run()
      var expected: [(type: String, queue: String)] = WorkQueue.allCases.flatMap { work in
        work.requestTypes.map { ($0, work.name) }
      }
      // Types of versions to come arrive where their family does.
      for family in ["billing", "billing-schedule", "payment", "credit-memo", "email", "tax"] {
        expected.append(("\(family).later.v7", WorkQueue.manage.name))
      }
      expected.append(("invoice-run.select.v1", WorkQueue.manage.name))
      expected.append(("invoice.later.v1", WorkQueue.unrouted.name))
      expected.append(("nobody.knows.v1", WorkQueue.unrouted.name))
      for (type, queue) in expected {
        let message = try OutgoingMessage(
          exchange: ExchangeName.requests, routingKey: type,
          properties: MessageProperties(messageId: type), body: [])
        #expect(await publisher.publish([message]) == [.confirmed])
        let delivery = try #require(try await commands.get(queue), "\(type) is not in \(queue)")
        #expect(delivery.properties.messageId == type)
        try await commands.acknowledge(delivery.tag)
      }
      await publisher.close()
      await running
      try await commands.close()
    }
  }

  @Test(
    "Notifications and changes are apart: each event is in the ready-made queue of its readers",
    .timeLimit(.minutes(10)))
  func events() async throws {
    let broker = try TestBroker.shared()
    try await broker.withVirtualHost { address in
      let configuration = ConnectionConfiguration(url: try AMQPURL(address), name: "test")
      let commands = try CommandConnection(configuration: configuration)
      try await commands.connect()
      try await TopologyDeclaring.apply(.standard, over: commands)
      let publisher = try PublishConnection(configuration: configuration)
      async let running: Void = publisher.run()
      let expected = [
        ("invoice-request.completed.v1", QueueName.notifications),
        ("invoice-run.completed.v1", QueueName.notifications),
        ("email.sent.v1", QueueName.notifications),
        ("invoice.posted.v1", QueueName.changes), ("payment.recorded.v1", QueueName.changes),
        ("credit-memo.posted.v1", QueueName.changes),
        ("error-log.recorded.v1", QueueName.errorLogs),
      ]
      for (type, _) in expected {
        let message = try OutgoingMessage(
          exchange: ExchangeName.events, routingKey: type, isMandatory: true,
          properties: MessageProperties(messageId: type), body: [])
        #expect(await publisher.publish([message]) == [.confirmed])
      }
      for queue in [QueueName.notifications, QueueName.changes, QueueName.errorLogs] {
        var found: [String] = []
        while let delivery = try await commands.get(queue) {
          found.append(delivery.routingKey)
          try await commands.acknowledge(delivery.tag)
        }
        #expect(found == expected.filter { $0.1 == queue }.map(\.0), "\(queue)")
      }
      await publisher.close()
      await running
      try await commands.close()
    }
  }

  @Test("The definitions file in the repository is the generated one")
  func definitionsFile() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "compose/rabbitmq/definitions.json")
    let stored = try Data(contentsOf: file)
    #expect(
      stored == Data(Topology.standard.definitions(virtualHost: "/")),
      "write it again with: invoice-worker topology definitions > compose/rabbitmq/definitions.json"
    )
  }

  @Test("The definitions are JSON, whatever the virtual host is called")
  func definitionsAreJSON() throws {
    let name = #"a "b" \ c"#
    let document = try JSONDocument(reading: Topology.standard.definitions(virtualHost: name))
    guard case .object(let root) = document.root, case .array(let queues)? = root["queues"],
      case .object(let queue)? = queues.first(where: { _ in true })
    else {
      Issue.record("no queues")
      return
    }
    #expect(queue["vhost"] == .string(name))
  }

  @Test("Nothing is bound or dead-lettered to what does not exist")
  func isClosed() {
    let exchanges = Set(Topology.standard.exchanges.map(\.name))
    let queues = Set(Topology.standard.queues.map(\.name))
    #expect(exchanges.count == Topology.standard.exchanges.count)
    #expect(queues.count == Topology.standard.queues.count)
    for binding in Topology.standard.bindings {
      #expect(exchanges.contains(binding.exchange) && queues.contains(binding.queue))
    }
    for queue in Topology.standard.queues {
      if case .text(let exchange)? = queue.arguments["x-dead-letter-exchange"] {
        #expect(exchange.isEmpty || exchanges.contains(exchange))
        #expect(queue.arguments["x-overflow"] == .text("reject-publish"))
      }
      #expect(queue.arguments["x-queue-type"] == .text("quorum"))
      // Workers publish the chunks of runs there through the default exchange.
      let isBound = Topology.standard.bindings.contains { $0.queue == queue.name }
      #expect(isBound == (queue.name != WorkQueue.run.name), "\(queue.name)")
    }
    #expect(QueueName.isReserved("invoice.generate") && QueueName.isReserved("invoice.retry.1m"))
    #expect(!QueueName.isReserved("crm.replies"))
  }
}
