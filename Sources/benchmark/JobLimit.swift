/// A worker's job against the least that it can cost the broker, and against an earlier worker: rounds in which each has its turn, in
/// an order that turns round, so that what else the machine does meets all.
struct JobLimit {
  /// The requests, and this program at its broker and database.
  let work: EndToEnd
  var rounds = 3
  /// Another worker's program; it has a database and queues of its own.
  var earlierProgram: String?
  var hasLatency = false
  /// Whether standard output is JSON; the table is on standard error then.
  var isForPrograms = false

  /// Of a single request at a time, in each round.
  private static let latencyRequests = 1_000

  /// What one round came to; nil is what was not measured.
  struct Round: Sendable {
    var own: EndToEnd.Sample?
    var client: BrokerPart.Sample?
    var earlier: EndToEnd.Sample?
    var ownTimes: [Double]?
    var earlierTimes: [Double]?
  }

  private enum Turn {
    case own, client, earlier, ownTimes, earlierTimes
  }

  func run() async throws {
    Report.note(
      "job-limit: \(work.requests) requests of \(work.lines) lines, \(work.database.name),",
      "\(rounds) rounds")
    let other = try earlierProgram.map { try work.bench.with($0) }
    // The last account, whose number is as long as most.
    let events = try await PublishedEvents.sample(
      on: work.bench, lines: work.lines, account: work.requests - 1)
    let part = BrokerPart(work: work, limit: try AMQPLimit.make(for: work.bench), events: events)
    var measured: [Round] = []
    for number in 1...rounds {
      measured.append(try await measure(number, part, other))
    }
    report(JobLimitTable(measured, hasDatabase: work.database.hasProcesses))
  }

  private func measure(
    _ number: Int, _ part: BrokerPart, _ other: Bench?
  ) async throws -> Round {
    var turns: [Turn] = [.own, .client]
    if other != nil { turns.append(.earlier) }
    if hasLatency {
      turns.append(.ownTimes)
      if other != nil { turns.append(.earlierTimes) }
    }
    if number.isMultiple(of: 2) { turns.reverse() }
    var round = Round()
    for turn in turns {
      switch turn {
      case .own: round.own = try await sample(number, "this", work)
      case .client:
        let sample = try await part.sample()
        Report.note(
          "  round \(number), C client: \(Figures.whole(sample.rate)) requests/s;",
          "CPU per 1,000 requests: broker \(Figures.milliseconds(sample.broker * 1_000))")
        round.client = sample
      case .earlier:
        if let other { round.earlier = try await sample(number, "earlier", work.at(other)) }
      case .ownTimes: round.ownTimes = try await times(work.bench)
      case .earlierTimes: if let other { round.earlierTimes = try await times(other) }
      }
    }
    return round
  }

  private func sample(
    _ number: Int, _ name: String, _ work: EndToEnd
  ) async throws -> EndToEnd.Sample {
    let sample = try await work.sample(number)
    Report.note("  round \(number), \(name): \(sample.text(lines: work.lines))")
    guard sample.successes == work.requests else {
      throw ChildProcess.Failure(
        description: "only \(sample.successes) of \(work.requests) succeeded")
    }
    return sample
  }

  private func times(_ bench: Bench) async throws -> [Double] {
    try await Latency(
      bench: bench, database: work.database,
      requests: min(work.requests, Self.latencyRequests), lines: work.lines
    ).measure().times
  }

  private func report(_ table: JobLimitTable) {
    guard isForPrograms else {
      for line in table.lines { Report.line(line) }
      return
    }
    for line in table.lines { Report.note(line) }
    Report.line(
      table.json(database: work.database.name, requests: work.requests, lines: work.lines))
  }
}
