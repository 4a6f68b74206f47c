import AMQP
import Glibc

/// Requests through the whole system: a backlog is loaded, workers take it, and the time is from their start to
/// the last notification.
struct EndToEnd {
  private(set) var bench: Bench
  let database: PrivateDatabase
  var work = Work.generation
  var requests = 10_000
  var lines = 5
  var workers = 1
  /// Of each worker; nil is its own default.
  var lanes: Int?
  var rounds = 3

  /// What the requests ask for.
  enum Work: String {
    case generation
    case ingestion
  }

  func run() async throws {
    Report.line(
      "\(work.rawValue), end to end: \(requests) requests of \(lines) lines, \(workers) worker(s),",
      lanes.map { "\($0) lane(s) each," } ?? "lanes as by default,", "\(database.name),",
      "\(rounds) rounds"
    )
    var rates: [Double] = []
    for round in 1...rounds {
      let rate = try await measure(round)
      rates.append(rate)
    }
    rates.sort()
    Report.line(
      "  median \(Figures.whole(rates[rates.count / 2])) requests/s  (\(rates.map(Figures.whole).joined(separator: ", ")))"
    )
  }

  /// Requests a second of one round.
  func measure(_ round: Int) async throws -> Double {
    let sample = try await sample(round)
    Report.line("  \(work.rawValue), round \(round): \(sample.text(lines: lines))")
    return sample.rate
  }

  /// What one round came to.
  struct Sample: Sendable {
    /// Requests a second.
    let rate: Double
    let successes: Int
    /// Processor time of each request, in seconds: the workers', their start included, and the servers'.
    let worker: Double
    let broker: Double
    let database: Double
    /// The share of the machine's time that nobody used.
    let idle: Double
    /// The largest worker's memory, in KiB.
    let peak: Int

    func text(lines: Int) -> String {
      [
        "\(Figures.whole(rate)) requests/s, \(Figures.whole(rate * Double(lines))) lines/s,",
        "\(successes) succeeded; CPU per 1,000 requests: worker \(Figures.milliseconds(worker * 1_000)),",
        "broker \(Figures.milliseconds(broker * 1_000)),",
        "database \(Figures.milliseconds(database * 1_000)); peak memory \(peak / 1_024) MiB",
      ].joined(separator: " ")
    }
  }

  func sample(_ round: Int) async throws -> Sample {
    let name = "end_to_end_\(workers)_\(lanes ?? 0)_\(round)"
    return try await bench.withSystem(on: database, named: name) { address, sender, counter in
      let upserts = workload.upserts()
      let loader = try bench.startWorker(address, name: "loader")
      try await sender.send(
        "records.upsert.v1", count: upserts.count, identifier: { "upsert-\($0)" },
        body: { upserts[$0] })
      guard try await counter.wait(for: upserts.count) == upserts.count else {
        throw ChildProcess.Failure(description: "the records were refused")
      }
      loader.finish()
      try await sendRequests(over: sender)

      let brokerBefore = bench.broker.processorSeconds
      let databaseBefore = database.processorSeconds
      let coresBefore = CoreTime.now
      let start = MonotonicInstant.now
      let started = try (1...workers).map {
        try bench.startWorker(address, name: "worker-\($0)", lanes: lanes)
      }
      let successes = try await counter.wait(for: requests)
      let seconds = Figures.seconds(from: start)
      let count = Double(requests)
      let sample = Sample(
        rate: count / seconds, successes: successes,
        worker: started.reduce(0) { $0 + $1.processorSeconds } / count,
        broker: (bench.broker.processorSeconds - brokerBefore) / count,
        database: (database.processorSeconds - databaseBefore) / count,
        idle: CoreTime.now.idleShare(since: coresBefore),
        peak: started.map(\.memory.peak).max() ?? 0)
      for process in started { process.finish() }
      return sample
    }
  }

  /// The same by another program.
  func at(_ bench: Bench) -> EndToEnd {
    var other = self
    other.bench = bench
    return other
  }

  private var workload: Workload {
    Workload(accounts: requests, linesPerRequest: lines, hasSchedules: work == .generation)
  }

  /// One for each account, with the broker's confirm.
  func sendRequests(over sender: Sender) async throws {
    let workload = workload
    switch work {
    case .generation:
      try await sender.send(
        "invoice.generate.v1", count: requests, identifier: { "generate-\($0)" },
        body: { workload.generation($0) })
    case .ingestion:
      try await sender.send(
        "invoice.ingest.v1", count: requests, identifier: { "ingest-\($0)" },
        body: { workload.ingestion($0) })
    }
  }
}
