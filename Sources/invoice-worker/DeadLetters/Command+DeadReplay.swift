extension Command {
  private static let everything = Option("--all", summary: "every dead letter there is")
  private static let limit = Option(
    "--limit", "COUNT",
    summary: "at most this many, up to \(DeadLetterListing.most), the oldest first")
  private static let rate = Option(
    "--rate", "COUNT", summary: "at most this many per second (default: \(defaultRate))")
  private static let dryRun = Option("--dry-run", summary: "only show what would be done")
  private static let yes = Option("--yes", summary: "do not ask; needed in scripts")

  private static let defaultRate = 100

  private static let choosing = [everything] + DeadLetterSelection.options + [limit]

  static let deadReplay = Command(
    CommandDescription(
      ["dead", "replay"],
      summary: "send dead letters back to their queues, to be run again",
      details: """
        The original request goes back to its queue. It is run again if its outcome is Rejected or INTERNAL_ERROR
        and this copy was not replayed before; its new outcome replaces the old one and is published as a new event,
        whose replayOf names the old one. Anything else is answered with the stored completion. A dead letter leaves
        the queue, and the list, when the broker has confirmed the request. One whose body was cut, or that has no request
        identifier, stays, as does the record of one that is not in the queue; then the exit status is 1. Criteria with
        --yes alone take whatever of the queue matches; otherwise the choice is made of what is recorded, or with --in-queue
        of a look in the queue. A number is the position in the list when the command begins,
        and changes when a letter leaves: scripts should use identifiers or criteria.
        """,
      operands: Operands("[NUMBER|ID …]", count: 0...1_000),
      options: choosing + [rate, .inQueue, dryRun, yes, .json],
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
        The requests keep their outcomes; only the dead letters are removed. Look at them first with dead show:
        a discarded one cannot be restored. One that is recorded and no longer in the queue leaves the list, which is said.
        What is chosen is as for dead replay.
        """,
      operands: Operands("[NUMBER|ID …]", count: 0...1_000),
      options: choosing + [.inQueue, dryRun, yes, .json],
      examples: [
        "dead discard r-17", "dead discard --type invoice.generat.v1 --older-than 30d --yes",
      ])
  ) { invocation throws(CommandFailure) in
    try await run(.discard, pace: nil, invocation)
  }

  private static func run(
    _ kind: DeadLetterWork.Kind, pace: SendingPace?, _ invocation: Invocation
  ) async throws(CommandFailure) -> ExitStatus {
    let command = DeadLetterCommand(
      kind: kind, selection: try selection(invocation, kind),
      limit: try invocation.number(limit, in: 1...DeadLetterListing.most) ?? .max, pace: pace,
      invocation: invocation)
    return try await command.run(
      isDryRun: invocation.arguments.has(dryRun), isConfirmed: invocation.arguments.has(yes))
  }

  private static func selection(
    _ invocation: Invocation, _ kind: DeadLetterWork.Kind
  ) throws(CommandFailure) -> DeadLetterSelection {
    let given = invocation.arguments
    let selection = try DeadLetterSelection(given, names: given.operands)
    guard selection.isEverything == given.has(everything) else {
      throw .usage(
        given.has(everything)
          ? "--all and criteria exclude each other: give one or the other"
          : "dead \(kind.verb) needs to know which: numbers, identifiers, --type, --code, --source, --older-than or --all"
      )
    }
    return selection
  }
}
