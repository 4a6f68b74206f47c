/// Replays or discards dead letters: what the commands and the page have in common.
struct DeadLetterWork: Sendable {
  enum Kind: Sendable {
    case replay, discard

    /// "replay", "replayed".
    var verb: String { self == .replay ? "replay" : "discard" }
    var participle: String { self == .replay ? "replayed" : "discarded" }
  }

  /// Which ones.
  enum Choice: Sendable {
    /// Whatever the selection takes, at most so many.
    case matching(DeadLetterSelection, limit: Int)
    /// Exactly what was shown and confirmed, wherever it is in the queue by now.
    case these([DeadLetter])
  }

  let kind: Kind
  let broker: OperatorBroker
  let pace: SendingPace?
  /// Called for each that is chosen, before anything is done with it.
  var progress: @Sendable () -> Void = {}

  /// `known`: how many there are at least.
  func run(on choice: Choice, known: Int = 0) async throws(CommandFailure) -> DeadLetterReport {
    switch choice {
    case .matching(let selection, let limit):
      return try await run(limit: limit, known) { selection.takes($0) }
    case .these(let letters):
      // By number, for those of one fingerprint are alike.
      var remaining: [DeadLetterFingerprint: [Int?]] = [:]
      for letter in letters {
        remaining[DeadLetterFingerprint(letter), default: []].append(letter.number)
      }
      return try await run(limit: letters.count, known) { letter in
        guard let number = remaining[DeadLetterFingerprint(letter)]?.popLast() else { return false }
        letter.number = number
        return true
      }
    }
  }

  private func run(
    limit: Int, _ known: Int, where isWanted: (inout DeadLetter) -> Bool
  ) async throws(CommandFailure) -> DeadLetterReport {
    let pass = DeadLetterRun(broker: broker, limit: limit, known: known, pace: pace)
    switch kind {
    case .discard:
      return try await pass.run(where: isWanted) { _ throws(CommandFailure) in
        progress()
        return nil
      }
    case .replay:
      return try await RequestSender.with(broker) { sender throws(CommandFailure) in
        try await pass.run(where: isWanted) { letter throws(CommandFailure) in
          progress()
          switch letter.replay {
          case .impossible(let reason): return reason
          case .message(let message): return try await sender.sendAgain(message)
          }
        }
      }
    }
  }
}
