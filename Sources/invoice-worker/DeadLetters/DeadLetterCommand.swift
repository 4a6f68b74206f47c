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

  /// What there is to choose from.
  private struct Choice {
    let chosen: [DeadLetter]
    let missing: [Missing]
    /// How many the queue holds at least.
    var known = 0
  }

  func run(isDryRun: Bool, isConfirmed: Bool) async throws(CommandFailure) -> ExitStatus {
    let configuration = try invocation.configuration()
    let broker = OperatorBroker(configuration, command: "dead")
    let rows = DeadLetterRows(try OperatorStore(configuration))
    let work = DeadLetterWork(kind: kind, broker: broker, rows: rows, pace: pace)
    // Criteria alone need no list: any number of letters, in whatever order.
    if isConfirmed, !isDryRun, selection.names.isEmpty, limit == .max {
      return try conclude(
        try await work.run(on: .matching(selection, limit: limit)), missing: [])
    }
    let isInQueue = invocation.arguments.has(.inQueue)
    let choice = try await isInQueue ? self.choice(of: broker) : self.choice(of: rows)
    let (chosen, missing) = (choice.chosen, choice.missing)
    if isDryRun {
      show(chosen)
      if !isInQueue { await DeadLetterDepth.tellOfMore(than: rows, broker, console) }
      return try conclude(missing: missing)
    }
    if isConfirmed { return try await perform(work, choice) }
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
    let oldest = areMore(than: chosen) ? ", the oldest of perhaps more" : ""
    guard console.isConfirmed("\(verb) \(DeadLetterReport.count(chosen.count))\(oldest)?") else {
      console.error("Nothing was done.")
      return .fault
    }
    return try await perform(work, choice)
  }

  /// Acts on exactly what was chosen, and perhaps shown and confirmed, wherever it is in the queue by now.
  private func perform(
    _ work: DeadLetterWork, _ choice: Choice
  ) async throws(CommandFailure) -> ExitStatus {
    var report = DeadLetterReport()
    if !choice.chosen.isEmpty {
      report = try await work.run(on: .these(choice.chosen), known: choice.known)
    }
    report.missing = choice.missing.map(\.name)
    return try conclude(report, missing: choice.missing)
  }

  /// Of what is recorded.
  private func choice(of rows: DeadLetterRows) async throws(CommandFailure) -> Choice {
    // What is named is looked up whole, to say which names nothing has.
    let matching = try await rows.letters(selection, limit: selection.names.isEmpty ? limit : .max)
    return Choice(
      chosen: Array(matching.prefix(limit)),
      missing: missing(in: matching) { DeadLetter.absence(of: $0) })
  }

  /// Of a look in the queue.
  private func choice(of broker: OperatorBroker) async throws(CommandFailure) -> Choice {
    let listing = try await DeadLetterBrowser(broker: broker).list()
    let matching = listing.letters.filter(selection.takes)
    return Choice(
      chosen: Array(matching.prefix(limit)), missing: missing(in: matching, listing.absence),
      known: listing.total)
  }

  /// The names given that none of these letters has, which the other criteria take.
  private func missing(
    in letters: [DeadLetter], _ sentence: (String) -> String
  ) -> [Missing] {
    selection.names.filter { name in !letters.contains { $0.isNamed(name) } }
      .map { Missing(name: $0, sentence: sentence($0)) }
  }

  /// Whether more may match than are chosen from a list, though no limit was given; criteria with --yes take whatever matches.
  private func areMore(than chosen: [DeadLetter]) -> Bool {
    chosen.count == DeadLetterListing.most && limit > chosen.count
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
      let more = areMore(than: chosen) ? " and perhaps more" : ""
      console.write(
        "\(DeadLetterReport.count(chosen.count))\(more) would be \(kind.participle).\n")
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
      if report.gone > 0 { console.error(report.goneSentence) }
    }
    if let failure = report.failure { throw failure }
    _ = try conclude(missing: missing)
    return report.kept.isEmpty ? .success : .fault
  }
}
