import AMQP
import Dispatch
import Foundation
import TestBroker
import Testing

@testable import Worker

/// What senders, who may write to `invoice.requests` alone, can make an operator's commands do: nothing.
extension BrokerCommandTests {
  @Test(
    "S1, S5, S6, S7: a replay is published with an operator's rights, and carries nothing that acts",
    .timeLimit(.minutes(10)))
  func replayOfForgedRequests() async throws {
    try await Self.withInstallation(worker: false) { environment in
      let address = environment["AMQP_URL"] ?? ""
      let sender = "sender-\(UUID().uuidString)"
      try Self.addSender(sender, to: address)
      let forged: HeaderTable = [
        "CC": .array(["invoice.notifications", "invoice.preview.v1"]),
        "BCC": .array(["invoice.notifications"]), "attempt": .int64(5), "replay-of": "E0",
        "fault-code": "INTERNAL_ERROR", "fault-queue": "invoice.records",
        "fault-completion-id": "E0", "fault-last-at": "2020-01-01T00:00:00Z",
        "fault-body-truncated": .boolean(true), "request-user": "somebody", "tenant": "t",
      ]
      let publisher = try PublishConnection(
        configuration: ConnectionConfiguration(
          url: try AMQPURL(address.replacing("guest:guest@", with: "\(sender):\(sender)@")),
          name: sender))
      let running = Task { await publisher.run() }
      var messages: [OutgoingMessage] = []
      for number in 1...7 {
        var properties = MessageProperties(
          contentType: "application/json", headers: number.isMultiple(of: 2) ? forged : nil,
          replyTo: "invoice.notifications", expiration: "1", messageId: "r-\(number)",
          type: "invoice.generate.v1", appId: "crm")
        if number == 2 { properties.userId = sender }
        if number == 4 { properties.headers?["CC"] = nil }
        properties.priority = 9
        messages.append(
          try OutgoingMessage(
            exchange: ExchangeName.requests, routingKey: "invoice.generate.v1",
            properties: properties, body: Array("{}".utf8)))
      }
      let outcomes = await publisher.publish(messages)
      #expect(outcomes == Array(repeating: .confirmed, count: messages.count))
      await publisher.close()
      await running.value

      func letters() throws -> [[String: Any]] {
        let list = try Program.run(
          "dead", "list", "--in-queue", "--json", environment: environment)
        return try #require(
          try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]])
      }
      // The broker moves what has expired.
      let deadline = ContinuousClock.now.advanced(by: .seconds(180))
      while try letters().count < 7, ContinuousClock.now < deadline {}
      let moved = try letters()
      #expect(moved.count == 7)
      for letter in moved {
        #expect(letter["errorCode"] as? String == "" && letter["parkedAt"] as? String == "")
        #expect(letter["recordedBy"] as? String == "broker")
        #expect((letter["errorMessage"] as? String)?.contains("expired") == true)
      }
      let shown = try Program.run(
        "dead", "show", "r-4", "--in-queue", environment: environment)
      #expect(shown.output.contains("Sender's header fault-code"), "\(shown)")
      #expect(!shown.output.contains("\nfault-code"))
      let chosen = try Program.run(
        "dead", "replay", "--code", "INTERNAL_ERROR", "--in-queue", "--dry-run",
        environment: environment)
      #expect(chosen.output == "No dead letter is chosen.\n")

      let replayed = try Program.run(
        "dead", "replay", "--all", "--yes", "--json", environment: environment)
      #expect(replayed.status == 0, "\(replayed)")
      #expect(replayed.output == #"{"replayed":7,"gone":0,"kept":[],"missing":[]}"# + "\n")

      let commands = try CommandConnection(
        configuration: ConnectionConfiguration(url: try AMQPURL(address), name: "test"))
      try await commands.connect()
      var seen: [String] = []
      while let delivery = try await commands.get("invoice.generate") {
        let id = delivery.properties.messageId ?? ""
        seen.append(id)
        #expect(delivery.exchange.isEmpty)
        var properties = delivery.properties
        // The broker's own, from RabbitMQ 3.10 on; nobody published it.
        properties.headers?["x-delivery-count"] = nil
        #expect(
          properties
            == MessageProperties(
              contentType: "application/json",
              headers: id == "r-2" ? ["request-user": .string(sender)] : [:],
              deliveryMode: .persistent, messageId: id, type: "invoice.generate.v1", appId: "crm"))
      }
      #expect(seen.sorted() == (1...7).map { "r-\($0)" })
      for queue in ["invoice.notifications", "invoice.dead", "invoice.records"] {
        let counts = try await commands.declare(QueueDeclaration(name: queue, isPassive: true))
        #expect(counts.messageCount == 0, "\(queue)")
      }
      try await commands.close()
    }
  }

  @Test("S17: a forged completion in the reply queue is not taken", .timeLimit(.minutes(10)))
  func forgedCompletion() async throws {
    try await Self.withInstallation(worker: false) { environment in
      // On a thread of its own: it waits.
      async let waiting: Program.Result = withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async {
          continuation.resume(
            with: Swift.Result {
              try Program.run(
                "request", "invoice.generate.v1", "--id", "r-1", "--force", "--wait", "--timeout",
                "300",
                environment: environment)
            })
        }
      }
      let url = try AMQPURL(environment["AMQP_URL"] ?? "")
      let commands = try CommandConnection(
        configuration: ConnectionConfiguration(url: url, name: "test"))
      try await commands.connect()
      var request: Delivery?
      let deadline = ContinuousClock.now.advanced(by: .seconds(180))
      while request == nil, ContinuousClock.now < deadline {
        request = try await commands.get("invoice.generate")
      }
      let queue = try #require(request?.properties.replyTo)
      #expect(queue.hasPrefix("invoice-worker.command."))

      func completion(_ id: String, _ source: String, _ outcome: String) -> String {
        #"{"specversion":"1.0","id":"E-\#(outcome)","type":"invoice-request.completed.v1","source":"/x","data":{"requestIdentifier":"\#(id)","requestType":"invoice.generate.v1","source":"\#(source)","outcome":"\#(outcome)","isSuccess":true,"invoices":[],"errors":[]}}"#
      }
      let publisher = try PublishConnection(
        configuration: ConnectionConfiguration(url: url, name: "test"))
      let running = Task { await publisher.run() }
      let answers = try [
        "no completion at all", completion("r-2", "invoice-worker-cli", "Succeeded"),
        completion("r-1", "somebody", "Succeeded"),
        completion("r-1", "invoice-worker-cli", "Failed"),
      ].map {
        try OutgoingMessage(
          exchange: "", routingKey: queue,
          properties: MessageProperties(
            correlationId: "r-1", type: "invoice-request.completed.v1"), body: Array($0.utf8))
      }
      #expect(await publisher.publish(answers) == Array(repeating: .confirmed, count: 4))
      let result = try await waiting
      #expect(result.status == 3, "the true one: \(result)")
      #expect(result.output.contains("Failed") && !result.output.contains("Succeeded"))
      #expect(
        result.errors.components(separatedBy: "in its reply queue and was ignored").count == 2)
      await publisher.close()
      await running.value
      try await commands.close()
    }
  }

  @Test(
    "S6: commands take the answers of workers that go by the broker's user, whatever their own environment says",
    .timeLimit(.minutes(10)), arguments: [[:], ["INVOICE_WORKER_SOURCE": "user"]])
  func answersOfWorkersByUser(own: [String: String]) async throws {
    let files = try IngestFiles()
    defer { files.remove() }
    try await Self.withInstallation(workerSettings: ["INVOICE_WORKER_SOURCE": "user"]) { given in
      let environment = given.merging(own) { _, own in own }
      let imported = try Program.run("import", Self.sample, environment: environment)
      #expect(imported.status == 0, "\(imported)")
      let billed = try Program.run(
        "request", "invoice.generate.v1", "--id", "r-1", "--set", "accountId=ACC-1001", "--set",
        "targetDate=2026-12-01", "--set", "invoiceDate=2026-12-01", "--set", "action=Draft",
        "--wait",
        environment: environment)
      #expect(billed.status == 0 && billed.output.contains("Succeeded"), "\(billed)")
      // The worker took the sender from the broker, and the request is stored under that name.
      let user = try AMQPURL(environment["AMQP_URL"] ?? "").user
      let stored = try Program.run(
        "requests", "show", "r-1", "--source", user, environment: environment)
      #expect(stored.status == 0, "\(stored)")
      let ingested = try Program.run("ingest", files.invoice, environment: environment)
      #expect(ingested.status == 0 && ingested.output.contains("Succeeded"), "\(ingested)")
    }
  }

  /// A user who may write to `invoice.requests` and do nothing else.
  private static func addSender(_ name: String, to address: String) throws {
    let broker = try TestBroker.shared()
    try broker.addUser(name, password: name)
    try broker.setPermissions(
      user: name, virtualHost: try AMQPURL(address).virtualHost, configure: "^$",
      write: #"^invoice\.requests$"#, read: "^$")
  }
}
