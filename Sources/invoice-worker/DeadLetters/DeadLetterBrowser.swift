import AMQP
import Worker

/// Looks through the parking lot and puts everything back in its place.
struct DeadLetterBrowser {
  let broker: OperatorBroker
  /// What of the bodies is read.
  let bodyLimit: BodyLimit

  /// Calls back with one message after another, the oldest first, until it returns false.
  ///
  /// Nothing is taken: every message is fetched without being acknowledged and returned at the end,
  /// also when the command is interrupted, by the broker itself.
  ///
  /// - Returns: how many messages the queue holds.
  func browse(
    upTo limit: Int, _ body: (DeadLetter) -> Bool
  ) async throws(CommandFailure) -> Int {
    try await broker.withCommands(bodyLimit: bodyLimit) { commands throws(CommandFailure) in
      let counts = try await broker.attempt { () throws(AMQPError) in
        try await commands.declare(QueueDeclaration(name: QueueName.dead, isPassive: true))
      }
      var tags: [DeliveryTag] = []
      while tags.count < limit {
        let delivery = try await broker.attempt { () throws(AMQPError) in
          try await commands.get(QueueName.dead)
        }
        guard let delivery else { break }
        tags.append(delivery.tag)
        guard body(DeadLetter(number: tags.count, delivery: delivery)) else { break }
      }
      for tag in tags {
        try await broker.attempt { () throws(AMQPError) in
          try await commands.negativelyAcknowledge(tag, requeue: true)
        }
      }
      return max(Int(counts.messageCount), tags.count)
    }
  }
}
