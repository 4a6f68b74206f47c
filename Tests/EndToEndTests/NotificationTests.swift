import AMQP
import TestSupport
import TestWorker
import Testing

@Suite(.sharedSystem) struct NotificationTests {
  @Test func `a completion carries everything that was sent along`() async throws {
    let system = try SharedSystem.system()
    let id = newIdentifier()
    let person: JSONLiteral = [
      "userId": "u-17", "name": "Billing Ops", "email": "ops@example.com",
    ]
    let body = SampleRequest.generateBody(["accountId": "none"]).adding([
      "correlationId": "of the body", "requestedBy": person,
    ])
    let completion = try await system.complete(
      SampleRequest(SampleRequest.generate, id: id, source: "crm", body).with {
        $0.correlationId = "of the property"
      })

    let properties = completion.properties
    #expect(properties.contentType == "application/cloudevents+json; charset=utf-8")
    #expect(properties.deliveryMode == .persistent)
    #expect(properties.messageId == completion.id)
    #expect(properties.type == "invoice-request.completed.v1")
    #expect(properties.correlationId == id)
    #expect(completion.json["specversion"].text == "1.0")
    #expect(completion.json["source"].text == "/invoice-worker")
    #expect(completion.json["subject"].text == id)
    let data = completion.data
    #expect(completion.json["time"] == data["completedAt"])
    #expect(data["requestIdentifier"].text == id)
    #expect(data["requestType"].text == SampleRequest.generate)
    #expect(data["source"].text == "crm")
    #expect(data["correlationId"].text == "of the body")
    #expect(data["requestedBy"]["email"].text == "ops@example.com")
    #expect(data["attempts"].text == "1")
    for name in ["invoices", "skipped", "errors", "warnings", "errorLogNumbers"] {
      #expect(data[name].isArray, "\(name)")
    }
    let received = try #require(data["receivedAt"].text)
    let completed = try #require(data["completedAt"].text)
    #expect(received.hasSuffix("Z") && completed.hasSuffix("Z") && received <= completed)
  }

  @Test func `the correlation_id counts where the body names none`() async throws {
    let system = try SharedSystem.system()
    let completion = try await system.complete(
      SampleRequest.generate(id: newIdentifier(), ["accountId": "none"]).with {
        $0.correlationId = "of the property"
      })
    #expect(completion.data["correlationId"].text == "of the property")
  }

  @Test func `the trace is carried on to every event`() async throws {
    let system = try SharedSystem.system()
    let account = newIdentifier("A")
    try await system.store(
      SampleRecords.account(account), SampleRecords.schedule(account, account: account))
    let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    let headers: HeaderTable = ["traceparent": .string(parent), "tracestate": "vendor=1"]
    let plain = newIdentifier()
    try await system.complete(
      SampleRequest.generate(id: plain, ["accountId": .text(account)]).with {
        $0.headers = headers
      })
    let failing = newIdentifier()
    try await system.complete(
      .cloudEvent(
        SampleRequest.generate, id: failing, SampleRequest.generateBody(["accountId": "none"]),
        adding: ["traceparent": .text(parent), "tracestate": "vendor=1"]), id: failing)

    for (id, types) in [
      (plain, ["invoice.drafted.v1", "invoice-request.completed.v1"]),
      (failing, ["error-log.recorded.v1", "invoice-request.completed.v1"]),
    ] {
      for type in types {
        let event = try await system.events.first("\(type) of \(id)") {
          $0.routingKey == type && $0.properties.correlationId == id
        }
        #expect(event.json["traceparent"].text == parent)
        #expect(event.json["tracestate"].text == "vendor=1")
        #expect(event.header("traceparent")?.text == parent)
        #expect(event.header("tracestate")?.text == "vendor=1")
      }
    }
  }

  @Test func `a trace that is none is dropped, not refused`() async throws {
    let system = try SharedSystem.system()
    let completion = try await system.complete(
      SampleRequest.generate(id: newIdentifier(), ["accountId": "none"]).with {
        $0.headers = ["traceparent": "00-zz"]
      })
    #expect(completion.json["traceparent"].isNull)
    #expect(completion.header("traceparent") == nil)
  }

  @Test func `reply_to gets the completion too, at every delivery`() async throws {
    let system = try SharedSystem.system()
    // A reply that meets no connection is dropped: once an event is there, there is one.
    try await system.generate(["accountId": "none"])
    let queue = newIdentifier("reply")
    try await system.commands { try await $0.declare(QueueDeclaration(name: queue)) }
    let request = SampleRequest.generate(id: newIdentifier(), ["accountId": "none"]).with {
      $0.replyTo = queue
    }
    let completion = try await system.complete(request)
    let reply = try await system.take(from: queue)
    #expect(reply.body == completion.body)
    #expect(reply.properties.correlationId == request.properties.messageId)
    #expect(reply.properties.type == "invoice-request.completed.v1")

    // The same request again: the stored answer, under the correlation_id of this delivery.
    try await system.publish(request.with { $0.correlationId = "second" })
    let second = try await system.take(from: queue)
    #expect(second.body == completion.body)
    #expect(second.properties.correlationId == "second")
    try await system.commands { try await $0.deleteQueue(queue) }
  }

  @Test(
    arguments: [
      "invoice.generate", "invoice.unrouted", "invoice.dead", "invoice.notifications",
      "invoice.retry.10s", "somebody.elses",
    ])
  func `S9: a reply_to of the worker's own, or of somebody else's, is refused`(
    queue: String
  ) async throws {
    let system = try SharedSystem.system()
    let id = newIdentifier()
    let completion = try await system.complete(
      SampleRequest.generate(id: id, ["accountId": "none"]).with { $0.replyTo = queue })
    #expect(completion.data["warnings"].texts("errorCode") == ["REPLY_TO_REFUSED"])
    #expect(completion.errorCodes == ["ACCOUNT_NOT_FOUND"])
    #expect(system.dead.messages.allSatisfy { $0.properties.correlationId != id })
  }

  @Test func `a reply_to whose queue is gone costs the reply only`() async throws {
    let system = try SharedSystem.system()
    let gone = try await system.complete(
      SampleRequest.generate(id: newIdentifier(), ["accountId": "none"]).with {
        $0.replyTo = "reply-nowhere"
      })
    #expect(gone.errorCodes == ["ACCOUNT_NOT_FOUND"])
    #expect(gone.data["warnings"].elements.isEmpty)
    let next = try await system.generate(["accountId": "none"])
    #expect(next.errorCodes == ["ACCOUNT_NOT_FOUND"])
  }

  @Test func `users find notifications and error logs in the ready-made queues`() async throws {
    let system = try SharedSystem.system()
    let id = newIdentifier()
    try await system.generate(id: id, ["accountId": "none"])
    try await eventually("the notification") {
      try await system.take(from: "invoice.notifications").properties.correlationId == id
    }
    try await eventually("the error log") {
      try await system.take(from: "invoice.error-logs").properties.correlationId == id
    }
  }
}
