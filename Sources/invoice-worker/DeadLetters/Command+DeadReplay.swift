import CivilTime
import Worker

extension Command {
  private static let everything = Option("--all", summary: "every dead letter there is")
  private static let type = Option("--type", "TYPE", summary: "only requests of this type")
  private static let code = Option("--code", "CODE", summary: "only those parked for this error")
  private static let source = Option("--source", "SOURCE", summary: "only requests of this source")
  private static let olderThan = Option(
    "--older-than", "AGE", summary: "only those parked longer ago: 90s, 30m, 12h, 7d")
  private static let limit = Option(
    "--limit", "COUNT", summary: "at most so many, those parked first")
  private static let rate = Option(
    "--rate", "COUNT", summary: "at most so many a second (default: \(defaultRate))")
  private static let dryRun = Option("--dry-run", summary: "only show what would be done")
  private static let yes = Option("--yes", summary: "do not ask; a script has to say so")

  private static let defaultRate = 100

  private static let choosing = [everything, type, code, source, olderThan, limit]

  static let deadReplay = Command(
    CommandDescription(
      ["dead", "replay"],
      summary: "send dead letters back to their queues, to be run again",
      details: """
        The original request goes back to its queue. It is run again if its outcome is Rejected or INTERNAL_ERROR
        and this copy was not replayed before; its new outcome replaces the old one and is told by a new event,
        with replayOf naming the old. Anything else is answered with the stored completion. A dead letter is taken
        out of the queue when the broker has confirmed the request. One whose body was cut, or that has no request
        identifier, stays; then the exit status is 1. A number is a place in the list as it is when the command
        begins, and changes when a letter leaves: a script better gives identifiers or criteria.
        """,
      operands: Operands("[NUMBER|ID …]", count: 0...1_000),
      options: choosing + [rate, dryRun, yes, .json],
      examples: [
        "dead replay r-17", "dead replay --code INTERNAL_ERROR --older-than 1h --rate 20 --yes",
      ])
  ) { invocation throws(CommandFailure) in
    let perSecond = try invocation.number(rate, in: 1...10_000) ?? defaultRate
    return try await run(.replay, pace: SendingPace(perSecond: perSecond), invocation)
  }

  static let deadDiscard = Command(
    CommandDescription(
      ["dead", "discard"],
      summary: "remove dead letters for good",
      details: """
        The requests keep the outcomes they have; only the parked copies go. Look at them first with dead show:
        a discarded copy cannot be had back.
        """,
      operands: Operands("[NUMBER|ID …]", count: 0...1_000),
      options: choosing + [dryRun, yes, .json],
      examples: [
        "dead discard r-17", "dead discard --type invoice.generat.v1 --older-than 30d --yes",
      ])
  ) { invocation throws(CommandFailure) in
    try await run(.discard, pace: nil, invocation)
  }

  private static func run(
    _ kind: DeadLetterCommand.Kind, pace: SendingPace?, _ invocation: Invocation
  ) async throws(CommandFailure) -> ExitStatus {
    let command = DeadLetterCommand(
      kind: kind, selection: try selection(invocation, kind),
      limit: try invocation.number(limit, in: 1...10_000_000) ?? .max, pace: pace,
      invocation: invocation)
    return try await command.run(
      isDryRun: invocation.arguments.has(dryRun), isConfirmed: invocation.arguments.has(yes))
  }

  private static func selection(
    _ invocation: Invocation, _ kind: DeadLetterCommand.Kind
  ) throws(CommandFailure) -> DeadLetterSelection {
    let given = invocation.arguments
    var selection = DeadLetterSelection(
      names: given.operands, source: given.value(source), type: given.value(type),
      code: given.value(code))
    if let text = given.value(olderThan) {
      guard let seconds = Age.seconds(text) else {
        throw .usage("--older-than must be a time like 90s, 30m, 12h or 7d, not \"\(text)\"")
      }
      selection.parkedBefore = UTCInstant.now().adding(microseconds: -seconds * 1_000_000)
    }
    guard selection.isEverything == given.has(everything) else {
      throw .usage(
        given.has(everything)
          ? "--all leaves nothing to choose by: leave it out, or the rest"
          : "dead \(kind.verb) needs to be told which: numbers, identifiers, --type, --code, --source, --older-than or --all"
      )
    }
    return selection
  }
}
