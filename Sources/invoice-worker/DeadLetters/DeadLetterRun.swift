import AMQP
import Worker

/// Goes through the queue of dead letters once, acts on those that are wanted, and puts the others back.
struct DeadLetterRun {
  /// What to do with a dead letter; to be acknowledged when it has returned nil, kept for the reason it returns.
  typealias Action = (DeadLetter) async throws(CommandFailure) -> String?

  let broker: OperatorBroker
  /// The most that are taken out.
  let limit: Int
  /// How many there are at least: the broker's count may be a moment old.
  var known = 0
  var pace: SendingPace?

  /// Bodies up to this many bytes are fetched: more than any request may have.
  private static let bodyLimit = BodyLimit(bytes: 16 << 20)

  /// Looks at those that were there when it began, in the queue's order: one that arrives on the way is
  /// not among them. `isWanted` may give a letter the number it is known by.
  ///
  /// A dead letter is acknowledged after `action` has succeeded; whatever ends this before leaves it in its
  /// place. What `action` throws ends the run and stands in the report.
  func run(
    where isWanted: (inout DeadLetter) -> Bool, _ action: Action
  ) async throws(CommandFailure) -> DeadLetterReport {
    try await broker.withCommands(bodyLimit: Self.bodyLimit) { commands throws(CommandFailure) in
      let present = max(known, try await depth(commands))
      var pace = pace
      var report = DeadLetterReport()
      var held: [DeliveryTag] = []
      var seen = 0
      while seen < present, report.done < limit, report.failure == nil {
        let delivery = try await broker.attempt { () throws(AMQPError) in
          try await commands.get(QueueName.dead)
        }
        guard let delivery else { break }
        seen += 1
        var letter = DeadLetter(number: nil, delivery: delivery)
        guard isWanted(&letter) else {
          held.append(delivery.tag)
          continue
        }
        if let delay = pace?.delay(at: .now) { await Self.pause(delay) }
        do throws(CommandFailure) {
          if let reason = try await action(letter) {
            report.kept.append(DeadLetterReport.Kept(letter: letter, reason: reason))
            held.append(delivery.tag)
            continue
          }
          try await broker.attempt { () throws(AMQPError) in
            try await commands.acknowledge(delivery.tag)
          }
          report.done += 1
        } catch {
          held.append(delivery.tag)
          report.failure = error
        }
      }
      for tag in held {
        try await broker.attempt { () throws(AMQPError) in
          try await commands.negativelyAcknowledge(tag, requeue: true)
        }
      }
      // Answered after everything before it: the broker has seen every acknowledgement.
      _ = try await depth(commands)
      return report
    }
  }

  private func depth(_ commands: CommandConnection) async throws(CommandFailure) -> Int {
    let counts = try await broker.attempt { () throws(AMQPError) in
      try await commands.declare(QueueDeclaration(name: QueueName.dead, isPassive: true))
    }
    return Int(counts.messageCount)
  }

  private static func pause(_ duration: Duration) async {
    // A command is not cancelled; if it were, it would only go on sooner.
    do { try await Task.sleep(for: duration) } catch {}
  }
}
