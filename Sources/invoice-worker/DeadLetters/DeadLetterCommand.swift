import AMQP
import JSON
import Worker

/// `dead replay` and `dead discard`: choose, show, ask, do.
struct DeadLetterCommand {
  enum Kind: Sendable {
    case replay, discard

    /// "replay", "replayed".
    var verb: String { self == .replay ? "replay" : "discard" }
    var participle: String { self == .replay ? "replayed" : "discarded" }
  }

  let kind: Kind
  let selection: DeadLetterSelection
  let limit: Int
  let pace: SendingPace?
  let invocation: Invocation

  private var console: Console { invocation.console }

  func run(isDryRun: Bool, isConfirmed: Bool) async throws(CommandFailure) -> ExitStatus {
    let broker = OperatorBroker(try invocation.configuration(), command: "dead")
    if isConfirmed, !isDryRun { return try await perform(on: broker, expected: nil) }

    let chosen = try await choose(on: broker)
    if isDryRun {
      show(chosen)
      return try conclude(missing: missing(among: chosen))
    }
    guard console.canAsk else {
      throw .usage(
        "dead \(kind.verb) asks before it acts, and nobody can answer here: add --yes, or --dry-run to see what it would do"
      )
    }
    guard !chosen.isEmpty else {
      console.write("No dead letter is chosen.\n")
      return try conclude(missing: missing(among: chosen))
    }
    console.draw(Table.deadLetters(chosen).text)
    let verb = kind == .replay ? "Replay" : "Discard for good"
    guard console.isConfirmed("\(verb) \(DeadLetterReport.count(chosen.count))?") else {
      console.error("Nothing was done.")
      return .fault
    }
    return try await perform(on: broker, expected: chosen)
  }

  /// What would be taken now.
  private func choose(on broker: OperatorBroker) async throws(CommandFailure) -> [DeadLetter] {
    var chosen: [DeadLetter] = []
    _ = try await DeadLetterBrowser(broker: broker, bodyLimit: BodyLimit(bytes: 0)).browse(
      upTo: Int.max
    ) { letter in
      if selection.takes(letter) { chosen.append(letter) }
      return chosen.count < limit
    }
    return chosen
  }

  /// Takes what the selection takes, or, when something was shown and confirmed, exactly that, wherever it
  /// stands by now.
  private func perform(
    on broker: OperatorBroker, expected: [DeadLetter]?
  ) async throws(CommandFailure) -> ExitStatus {
    var remaining: [DeadLetterFingerprint: Int] = [:]
    for letter in expected ?? [] { remaining[DeadLetterFingerprint(letter), default: 0] += 1 }
    var met: [DeadLetter] = []
    let isWanted = { (letter: DeadLetter) -> Bool in
      guard expected != nil else {
        guard selection.takes(letter) else { return false }
        if !selection.names.isEmpty { met.append(letter) }
        return true
      }
      let fingerprint = DeadLetterFingerprint(letter)
      guard let count = remaining[fingerprint], count > 0 else { return false }
      remaining[fingerprint] = count - 1
      return true
    }
    let pass = DeadLetterRun(broker: broker, limit: limit, pace: pace)
    var report: DeadLetterReport
    switch kind {
    case .discard:
      report = try await pass.run(where: isWanted) { _ throws(CommandFailure) in nil }
    case .replay:
      report = try await RequestSender.with(broker) { sender throws(CommandFailure) in
        try await pass.run(where: isWanted) { letter throws(CommandFailure) in
          switch letter.replay {
          case .impossible(let reason): return reason
          case .message(let message):
            try await sender.sendAgain(message)
            return nil
          }
        }
      }
    }
    report.missing = missing(among: expected ?? met)
    return try conclude(report)
  }

  private func missing(among letters: [DeadLetter]) -> [String] {
    selection.names.filter { name in !letters.contains { $0.isNamed(name) } }
  }

  private func show(_ chosen: [DeadLetter]) {
    if invocation.isJSON {
      console.writeJSON { writer in
        writer.beginArray()
        for letter in chosen { letter.write(to: &writer, withBody: false) }
        writer.endArray()
      }
    } else if chosen.isEmpty {
      console.write("No dead letter is chosen.\n")
    } else {
      console.write(
        Table.deadLetters(chosen).text
          + "\(DeadLetterReport.count(chosen.count)) would be \(kind.participle).\n")
    }
  }

  private func conclude(missing: [String]) throws(CommandFailure) -> ExitStatus {
    guard let first = missing.first else { return .success }
    throw .fault("there is no dead letter \(first); invoice-worker dead list shows what there is")
  }

  private func conclude(_ report: DeadLetterReport) throws(CommandFailure) -> ExitStatus {
    if invocation.isJSON {
      console.writeJSON { report.write(to: &$0, participle: kind.participle) }
    } else {
      for kept in report.kept {
        let name = PrintableText.escaping(kept.letter.identifier)
        console.error(
          "dead letter \(kept.letter.number)\(name.isEmpty ? "" : " (\(name))") was not \(kind.participle): \(kept.reason)"
        )
      }
      console.write("\(DeadLetterReport.count(report.done)) \(kind.participle)\n")
    }
    if let failure = report.failure { throw failure }
    _ = try conclude(missing: report.missing)
    return report.kept.isEmpty ? .success : .fault
  }
}
