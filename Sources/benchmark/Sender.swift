import AMQP
import Worker

/// Sends requests with publisher confirms.
struct Sender {
  let connection: PublishConnection

  struct Refused: Error, CustomStringConvertible {
    let outcome: PublishOutcome
    var description: String { "the broker did not confirm a request: \(outcome)" }
  }

  /// Sends requests of one type, in windows; each has the identifier and the body of its index.
  func send(
    _ type: String, count: Int, identifier: (Int) -> String, body: (Int) -> [UInt8]
  ) async throws {
    var index = 0
    while index < count {
      let end = min(count, index + 1_000)
      var messages: [OutgoingMessage] = []
      for number in index..<end {
        messages.append(
          try OutgoingMessage(
            exchange: ExchangeName.requests, routingKey: type,
            properties: MessageProperties(
              contentType: "application/json", messageId: identifier(number), type: type,
              appId: "benchmark"),
            body: body(number)))
      }
      for outcome in await connection.publish(messages) where outcome != .confirmed {
        throw Refused(outcome: outcome)
      }
      index = end
    }
  }
}
