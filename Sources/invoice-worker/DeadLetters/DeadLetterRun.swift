import AMQP
import Messages
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
  /// Called with the fingerprints of those that the broker has taken out, a few at a time.
  var removed: ([String]) async throws(CommandFailure) -> Void = { _ in }

  /// Bodies up to this many bytes are fetched: more than any request may have.
  private static let bodyLimit = BodyLimit(bytes: 16 << 20)
  /// So many are told of together at most, and after this time at the latest, where another one follows.
  private static let mostTold = 100
  private static let longestUntold = Duration.seconds(1)

  /// What was fetched and what became of it.
  private struct Progress {
    var report = DeadLetterReport()
    /// Those to be put back.
    var held: [DeliveryTag] = []
    /// Those that were acknowledged and are not told of yet.
    var taken: [String] = []
    var told = ContinuousClock.now
  }

  /// Looks at those that were there when it began, in the queue's order: one that arrives on the way is
  /// not among them. `isWanted` may give a letter the number it is known by.
  ///
  /// A dead letter is acknowledged after `action` has succeeded; whatever ends this before leaves it in its
  /// place. What goes wrong once it has begun, what `action` throws among it, ends the run and stands in the report, which
  /// says what was done before.
  func run(
    where isWanted: (inout DeadLetter) -> Bool, _ action: Action
  ) async throws(CommandFailure) -> DeadLetterReport {
    try await broker.withCommands(bodyLimit: Self.bodyLimit) { commands throws(CommandFailure) in
      let present = max(known, try await depth(commands))
      var progress = Progress()
      do throws(CommandFailure) {
        try await goThrough(present, commands, &progress, where: isWanted, action)
        for tag in progress.held {
          try await broker.attempt { () throws(AMQPError) in
            try await commands.negativelyAcknowledge(tag, requeue: true)
          }
        }
      } catch {
        // The broker puts back by itself what a connection that ends has not.
        progress.report.failure = progress.report.failure ?? error
      }
      await tell(commands, &progress)
      return progress.report
    }
  }

  private func goThrough(
    _ present: Int, _ commands: CommandConnection, _ progress: inout Progress,
    where isWanted: (inout DeadLetter) -> Bool, _ action: Action
  ) async throws(CommandFailure) {
    var pace = pace
    var seen = 0
    while seen < present, progress.report.done < limit, progress.report.failure == nil {
      let delivery = try await broker.attempt { () throws(AMQPError) in
        try await commands.get(QueueName.dead)
      }
      guard let delivery else {
        progress.report.hasSeenAll = true
        return
      }
      seen += 1
      var letter = DeadLetter(number: nil, delivery: delivery)
      guard isWanted(&letter) else {
        progress.held.append(delivery.tag)
        continue
      }
      if let delay = pace?.delay(at: .now) { await Self.pause(delay) }
      await act(on: letter, delivery.tag, commands, &progress, action)
    }
    if seen >= present { progress.report.hasSeenAll = true }
  }

  private func act(
    on letter: DeadLetter, _ tag: DeliveryTag, _ commands: CommandConnection,
    _ progress: inout Progress, _ action: Action
  ) async {
    do throws(CommandFailure) {
      if let reason = try await action(letter) {
        progress.report.kept.append(DeadLetterReport.Kept(letter: letter, reason: reason))
        progress.held.append(tag)
        return
      }
      try await broker.attempt { () throws(AMQPError) in try await commands.acknowledge(tag) }
    } catch {
      progress.held.append(tag)
      progress.report.failure = error
      return
    }
    progress.report.done += 1
    progress.taken.append(DeadLetterFingerprint(letter).text)
    let isDue =
      progress.taken.count >= Self.mostTold
      || progress.told.duration(to: .now) >= Self.longestUntold
    if isDue { await tell(commands, &progress) }
  }

  /// Tells of those that were taken out, once the broker has seen every acknowledgement: it answers after everything before.
  /// What goes wrong ends the run and stands in the report.
  private func tell(_ commands: CommandConnection, _ progress: inout Progress) async {
    let taken = progress.taken
    progress.taken = []
    progress.told = .now
    do throws(CommandFailure) {
      _ = try await depth(commands)
      if !taken.isEmpty { try await removed(taken) }
    } catch {
      progress.report.failure = progress.report.failure ?? error
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
