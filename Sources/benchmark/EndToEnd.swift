import AMQP
import Glibc

/// Requests through the whole system: a backlog is loaded, workers take it, and the time is from their start to
/// the last notification.
struct EndToEnd {
  let bench: Bench
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
    let name = "end_to_end_\(workers)_\(lanes ?? 0)_\(round)"
    return try await bench.withSystem(on: database, named: name) { address, sender, counter in
      let workload = Workload(
        accounts: requests, linesPerRequest: lines, hasSchedules: work == .generation)
      let upserts = workload.upserts()
      var loader = [try bench.startWorker(address, name: "loader")]
      try await sender.send(
        "records.upsert.v1", count: upserts.count, identifier: { "upsert-\($0)" },
        body: { upserts[$0] })
      guard try await counter.wait(for: upserts.count) == upserts.count else {
        throw ChildProcess.Failure(description: "the records were refused")
      }
      loader[0].finish()

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

      let brokerBefore = bench.broker.processorSeconds
      let databaseBefore = database.processorSeconds
      loader = []
      let start = MonotonicInstant.now
      for number in 1...workers {
        loader.append(try bench.startWorker(address, name: "worker-\(number)", lanes: lanes))
      }
      let successes = try await counter.wait(for: requests)
      let seconds = Figures.seconds(from: start)
      let rate = Double(requests) / seconds
      let worker = loader.reduce(0) { $0 + $1.processorSeconds }
      let broker = bench.broker.processorSeconds - brokerBefore
      let server = database.processorSeconds - databaseBefore
      let peak = loader.map(\.memory.peak).max() ?? 0
      Report.line(
        "  \(work.rawValue), round \(round): \(Figures.whole(rate)) requests/s, \(Figures.whole(rate * Double(lines))) lines/s,",
        "\(successes) succeeded; CPU per 1,000 requests: worker \(Figures.milliseconds(worker * 1_000 / Double(requests))),",
        "broker \(Figures.milliseconds(broker * 1_000 / Double(requests))),",
        "database \(Figures.milliseconds(server * 1_000 / Double(requests))); peak memory \(peak / 1_024) MiB"
      )
      for process in loader { process.finish() }
      return rate
    }
  }
}
