import AMQP
import Messages
import Worker

/// Reads the queue of dead letters and removes nothing.
struct DeadLetterBrowser {
  let broker: OperatorBroker

  /// Every dead letter's head, sorted; no body is kept.
  func list() async throws(CommandFailure) -> DeadLetterListing {
    var listing = DeadLetterListing()
    try await sweep(BodyLimit(bytes: 0)) { delivery in
      listing.append(DeadLetter(number: nil, delivery: delivery))
    }
    listing.finish()
    return listing
  }

  /// The same letter with its body; nil when it is gone by now.
  func whole(_ letter: DeadLetter) async throws(CommandFailure) -> DeadLetter? {
    let wanted = DeadLetterFingerprint(letter)
    var found: DeadLetter?
    try await sweep(BodyLimit(bytes: 16 << 20)) { delivery in
      guard found == nil else { return }
      let candidate = DeadLetter(number: letter.number, delivery: delivery)
      if DeadLetterFingerprint(candidate) == wanted { found = candidate }
    }
    return found
  }

  /// Calls back with every message, in whatever order the queue has.
  ///
  /// Each is fetched without being acknowledged and given back at the end, also when the command is interrupted:
  /// then by the broker itself.
  private func sweep(
    _ bodyLimit: BodyLimit, _ body: (Delivery) -> Void
  ) async throws(CommandFailure) {
    try await broker.withCommands(bodyLimit: bodyLimit) { commands throws(CommandFailure) in
      let queue = QueueDeclaration(name: QueueName.dead, isPassive: true)
      // Answered with an error that says what to do when there is no such queue.
      _ = try await broker.attempt { () throws(AMQPError) in try await commands.declare(queue) }
      var tags: [DeliveryTag] = []
      while true {
        let delivery = try await broker.attempt { () throws(AMQPError) in
          try await commands.get(QueueName.dead)
        }
        guard let delivery else { break }
        tags.append(delivery.tag)
        body(delivery)
      }
      for tag in tags {
        try await broker.attempt { () throws(AMQPError) in
          try await commands.negativelyAcknowledge(tag, requeue: true)
        }
      }
      // Answered after everything before it: all is back when the next command looks.
      _ = try await broker.attempt { () throws(AMQPError) in try await commands.declare(queue) }
    }
  }
}
