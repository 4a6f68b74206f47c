import Messages
import Storage

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
  let rows: DeadLetterRows
  let pace: SendingPace?
  /// Called for each that is chosen, before anything is done with it.
  var progress: @Sendable () -> Void = {}

  /// Goes through the queue, for the messages are there; their rows go with them. `known`: how many there are at least.
  func run(on choice: Choice, known: Int = 0) async throws(CommandFailure) -> DeadLetterReport {
    // What is taken out of the queue could not leave the list otherwise.
    try await rows.requireRights()
    let expected: [DeadLetter]
    switch choice {
    case .matching(let selection, _):
      expected = try await rows.letters(selection, limit: .max)
    case .these(let letters): expected = letters
    }
    // Asked before the queue is: what is not under way now is there, if it is anywhere.
    let underWay = try await rows.underWay()
    // Each of them, for those of one fingerprint are alike.
    var remaining: [DeadLetterFingerprint: [DeadLetter]] = [:]
    for letter in expected.reversed() {
      remaining[DeadLetterFingerprint(letter), default: []].append(letter)
    }
    var report: DeadLetterReport
    switch choice {
    case .matching(let selection, let limit):
      report = try await run(limit: limit, known) { letter in
        guard selection.takes(letter) else { return false }
        _ = remaining[DeadLetterFingerprint(letter)]?.popLast()
        return true
      }
    case .these(let letters):
      report = try await run(limit: letters.count, max(known, letters.count)) { letter in
        guard let chosen = remaining[DeadLetterFingerprint(letter)]?.popLast() else { return false }
        letter.number = chosen.number
        return true
      }
    }
    guard report.failure == nil, report.hasSeenAll else { return report }
    await settle(remaining.values.joined().filter { $0.row != nil }, underWay, &report)
    return report
  }

  /// What becomes of those that have a row and were not in the queue. One that another command holds just now is not seen there
  /// either: so a replay leaves the row, and what is discarded is gone from the list at least.
  private func settle(
    _ missing: [DeadLetter], _ underWay: Set<String>?, _ report: inout DeadLetterReport
  ) async {
    var gone: [String] = []
    for letter in missing.sorted(by: DeadLetter.precedes) {
      guard let id = letter.row?.id else { continue }
      if underWay?.contains(id) ?? true {
        report.kept.append(
          DeadLetterReport.Kept(
            letter: letter, reason: "it is still on its way to the queue; try again later"))
      } else if kind == .discard {
        gone.append(id)
      } else {
        report.kept.append(
          DeadLetterReport.Kept(
            letter: letter,
            reason:
              "it is not in the queue: somebody has taken it out, or looks at it just now; dead discard takes it off the list"
          ))
      }
    }
    do throws(CommandFailure) {
      report.gone = try await rows.remove(ids: gone)
    } catch {
      report.failure = error
    }
  }

  private func run(
    limit: Int, _ known: Int, where isWanted: (inout DeadLetter) -> Bool
  ) async throws(CommandFailure) -> DeadLetterReport {
    let pass = DeadLetterRun(
      broker: broker, limit: limit, known: known, pace: pace,
      removed: { fingerprints throws(CommandFailure) in try await rows.remove(fingerprints) })
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
