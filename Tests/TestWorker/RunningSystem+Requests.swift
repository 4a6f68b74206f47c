package import AMQP
import TestSupport
import Worker

extension RunningSystem {
  /// Publishes as a sender should: persistent, confirmed.
  ///
  /// - Throws: ``ConditionNotMet`` for a message that the broker does not confirm.
  package func publish(_ requests: [SampleRequest]) async throws {
    let messages = try requests.map { request in
      try OutgoingMessage(
        exchange: ExchangeName.requests, routingKey: request.routingKey, isMandatory: false,
        properties: request.properties, body: request.body)
    }
    for (request, outcome) in zip(requests, await publisher.publish(messages, timeout: patience)) {
      guard outcome == .confirmed else {
        throw ConditionNotMet("\(request.properties.messageId ?? "a request"): \(outcome)")
      }
    }
  }

  /// The same as a sender should who meets an outage of the broker: again and again, until all are confirmed.
  package func publishUntilConfirmed(
    _ requests: [SampleRequest], within limit: Duration = patience
  ) async throws {
    try await eventually("the broker confirms", within: limit) {
      do {
        try await publish(requests)
        return true
      } catch is ConditionNotMet {
        return false
      }
    }
  }

  /// The same for some of the parts into which the requests are cut, a part each quarter of a second: a pace at which
  /// outages fall among them. Nothing is waited for.
  package func publishUntilConfirmed(
    _ requests: [SampleRequest], parts: Range<Int>, of count: Int
  ) async throws {
    for part in parts {
      let slice = requests[
        (requests.count * part / count)..<(requests.count * (part + 1) / count)]
      try await publishUntilConfirmed(Array(slice))
      try await Task.sleep(for: .milliseconds(250))
    }
  }

  package func publish(_ request: SampleRequest) async throws { try await publish([request]) }

  /// Publishes to a queue itself, as an operator who moves a message does.
  package func publish(
    to queue: String, properties: MessageProperties, body: [UInt8]
  ) async throws {
    let message = try OutgoingMessage(
      exchange: ExchangeName.default, routingKey: queue, properties: properties, body: body)
    let outcome = await publisher.publish([message], timeout: patience).first
    guard outcome == .confirmed else {
      throw ConditionNotMet("publishing to \(queue): \(String(describing: outcome))")
    }
  }

  /// The completions of a request that have come so far, repeats among them.
  package func completions(_ id: String) -> [RecordedMessage] {
    events.messages.filter { $0.isCompletion(of: id) }
  }

  /// How many completions of whatever request have come so far, repeats among them.
  package var completionCount: Int {
    events.messages.count { $0.routingKey == "invoice-request.completed.v1" }
  }

  /// Waits for the first completion of a request.
  package func completion(
    _ id: String, within limit: Duration = patience
  ) async throws -> RecordedMessage {
    try await events.first("the completion of \(id)", within: limit) { $0.isCompletion(of: id) }
  }

  /// Waits until a completion of a request has come so often.
  package func completions(
    _ id: String, atLeast count: Int, within limit: Duration = patience
  ) async throws -> [RecordedMessage] {
    try await events.all("a completion of \(id)", atLeast: count, within: limit) {
      $0.isCompletion(of: id)
    }
  }

  /// The events of an invoice, an error log … that a request caused.
  package func events(_ type: String, of id: String) -> [RecordedMessage] {
    events.messages.filter { $0.routingKey == type && $0.properties.correlationId == id }
  }

  /// Publishes a request and waits for its completion; `id` is its identifier where the properties do not
  /// name it.
  @discardableResult
  package func complete(
    _ request: SampleRequest, id: String? = nil
  ) async throws -> RecordedMessage {
    try await publish(request)
    return try await completion(id ?? request.properties.messageId ?? "")
  }

  /// Stores records.
  ///
  /// - Throws: ``ConditionNotMet`` unless all are stored.
  package func store(_ records: JSONLiteral..., id: String = newIdentifier()) async throws {
    try await store(records, id: id)
  }

  package func store(_ records: [JSONLiteral], id: String = newIdentifier()) async throws {
    let completion = try await complete(.upsert(id: id, records))
    guard completion.outcome == "Succeeded" else {
      throw ConditionNotMet("storing records: \(String(decoding: completion.body, as: UTF8.self))")
    }
  }

  /// Generates invoices.
  @discardableResult
  package func generate(
    id: String = newIdentifier(), action: String = "Draft", _ selector: JSONLiteral,
    targetDate: String = "2026-02-01"
  ) async throws -> RecordedMessage {
    try await complete(
      .generate(id: id, action: action, selector, targetDate: targetDate))
  }
}

extension RecordedMessage {
  package func isCompletion(of id: String) -> Bool {
    routingKey == "invoice-request.completed.v1" && data["requestIdentifier"].text == id
  }
}

/// An identifier that no other test uses.
package func newIdentifier(_ prefix: String = "r") -> String {
  prefix + "-" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
}
