import AMQP
import JSON
import Worker

/// `dead replay` and `dead discard`: choose, show, ask, do.
struct DeadLetterCommand {
  /// A name that was given and that no letter has, with the sentence that says so.
  private struct Missing {
    let name: String
    let sentence: String
  }

  let kind: DeadLetterWork.Kind
  let selection: DeadLetterSelection
  let limit: Int
  let pace: SendingPace?
  let invocation: Invocation

  private var console: Console { invocation.console }

  func run(isDryRun: Bool, isConfirmed: Bool) async throws(CommandFailure) -> ExitStatus {
    let broker = OperatorBroker(try invocation.configuration(), command: "dead")
    // Criteria alone need no list: any number of letters, in whatever order.
    if isConfirmed, !isDryRun, selection.names.isEmpty, limit == .max {
      return try await perform(on: broker, expected: nil)
    }
    let listing = try await DeadLetterBrowser(broker: broker).list()
    let chosen = Array(listing.letters.lazy.filter(selection.takes).prefix(limit))
    let missing = missing(in: listing)
    if isDryRun {
      show(chosen)
      return try conclude(missing: missing)
    }
    if isConfirmed {
      return try await perform(on: broker, expected: chosen, known: listing.total, missing: missing)
    }
    guard console.canAsk else {
      throw .usage(
        "dead \(kind.verb) asks before it acts, and there is no terminal to answer on: add --yes, or --dry-run to see what it would do"
      )
    }
    guard !chosen.isEmpty else {
      console.write("No dead letter is chosen.\n")
      return try conclude(missing: missing)
    }
    console.draw(Table.deadLetters(chosen).text(width: console.errorWidth))
    let verb = kind == .replay ? "Replay" : "Discard for good"
    guard console.isConfirmed("\(verb) \(DeadLetterReport.count(chosen.count))?") else {
      console.error("Nothing was done.")
      return .fault
    }
    return try await perform(on: broker, expected: chosen, known: listing.total, missing: missing)
  }

  /// Acts on what the selection takes, or, when something was shown and confirmed, on exactly that, wherever it is
  /// in the queue by now.
  private func perform(
    on broker: OperatorBroker, expected: [DeadLetter]?, known: Int = 0, missing: [Missing] = []
  ) async throws(CommandFailure) -> ExitStatus {
    let work = DeadLetterWork(kind: kind, broker: broker, pace: pace)
    var report = try await work.run(
      on: expected.map { .these($0) } ?? .matching(selection, limit: limit), known: known)
    report.missing = missing.map(\.name)
    return try conclude(report, missing: missing)
  }

  /// The names given that no letter has which the other criteria take.
  private func missing(in listing: DeadLetterListing) -> [Missing] {
    selection.names.filter { name in
      !listing.letters.contains { selection.takes($0) && $0.isNamed(name) }
    }.map { Missing(name: $0, sentence: listing.absence(of: $0)) }
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
      console.write(Table.deadLetters(chosen))
      console.write("\(DeadLetterReport.count(chosen.count)) would be \(kind.participle).\n")
    }
  }

  private func conclude(missing: [Missing]) throws(CommandFailure) -> ExitStatus {
    guard let first = missing.first else { return .success }
    throw .fault(first.sentence)
  }

  private func conclude(
    _ report: DeadLetterReport, missing: [Missing]
  ) throws(CommandFailure) -> ExitStatus {
    if invocation.isJSON {
      console.writeJSON { report.write(to: &$0, participle: kind.participle) }
    } else {
      for kept in report.kept {
        let name = PrintableText.escaping(kept.letter.identifier)
        let number = kept.letter.number.map { " \($0)" } ?? ""
        console.error(
          "dead letter\(number)\(name.isEmpty ? "" : " (\(name))") was not \(kind.participle): \(kept.reason)"
        )
      }
      console.write("\(DeadLetterReport.count(report.done)) \(kind.participle)\n")
    }
    if let failure = report.failure { throw failure }
    _ = try conclude(missing: missing)
    return report.kept.isEmpty ? .success : .fault
  }
}
