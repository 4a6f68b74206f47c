import AMQP
import JSON
import Messages
import Storage

/// An invoice run over very many accounts against `invoice.generate.v1` on accounts of the same shape, on the same database and
/// with the same workers: generation of a sample, the run over all others, generation of the sample's next month.
struct RunComparison {
  let bench: Bench
  let database: PrivateDatabase
  /// Billed by the run, each as one line.
  var schedules = 200_000
  /// Of an account, and so of an invoice.
  var lines = 1
  var currencies = 1
  var workers = 1
  var lanes: Int?
  var rounds = 1
  /// Of the workers, over the defaults.
  var environment: [String: String] = [:]

  /// What a run should reach: its share of generation's rate, at most this share of the time in selections, and memory of a
  /// worker below this many KiB.
  private static let ratio = 0.9
  private static let selection = 0.05
  private static let memory = 64 * 1_024
  /// Requests on each side of a run: enough for a steady rate, however large the run is.
  private static let mostRequests = 20_000

  private var accounts: Int { max(1, schedules / lines) }
  private var requests: Int { min(accounts, Self.mostRequests) }

  func run() async throws {
    Report.line(
      "a run against generation, end to end: \(accounts * lines) schedules, \(lines) of an account,",
      "\(currencies) currencies, \(workers) worker(s), \(database.name), \(rounds) rounds")
    var ratios: [Double] = []
    for round in 1...rounds { ratios.append(try await measure(round)) }
    Report.line("  run / generation:", Figures.summary(ofRatios: ratios, least: Self.ratio))
  }

  /// The run alone, on a database of its own.
  func alone(named name: String) async throws -> WholeRun {
    try await bench.withSystem(on: database, named: name) { address, sender, counter in
      try await prepare(address, sender, counter, sample: 0)
      return try await wholeRun(address, sender, counter)
    }
  }

  private func measure(_ round: Int) async throws -> Double {
    let name = "runs_\(workers)_\(lanes ?? 0)_\(round)"
    return try await bench.withSystem(on: database, named: name) { address, sender, counter in
      try await prepare(address, sender, counter, sample: requests)
      let before = try await generation("2026-01-02", address, sender, counter)
      let whole = try await wholeRun(address, sender, counter)
      let after = try await generation("2026-02-02", address, sender, counter)
      let rate = (before + after) / 2
      report(round, whole, against: rate, before, after)
      return whole.rate / rate
    }
  }

  // MARK: Preparing

  /// Stores the taxes as a user does, and the accounts as a database does.
  private func prepare(
    _ address: String, _ sender: Sender, _ counter: CompletionCounter, sample: Int
  ) async throws {
    let taxes = Workload(accounts: 0, linesPerRequest: 0).upserts()
    let loader = try bench.startWorker(address, name: "loader")
    try await sender.send(
      "records.upsert.v1", count: taxes.count, identifier: { "upsert-\($0)" }, body: { taxes[$0] })
    guard try await counter.wait(for: taxes.count) == taxes.count else {
      throw ChildProcess.Failure(description: "the records were refused")
    }
    loader.finish()
    let store = try database.opener(of: address).open(for: .migrating)
    let rows = LedgerRows(store.dialect)
    try store.begin(.write)
    let due =
      sample > 0 ? rows.due("G", accounts: sample, lines: lines, currencies: currencies) : []
    for statement in due
      + rows.due("A", accounts: accounts, lines: lines, currencies: currencies)
    {
      try store.run(script: statement)
    }
    try store.commit()
    // As PostgreSQL does by itself after a while; SQLite never does.
    if case .postgreSQL = database { try store.run(script: "VACUUM ANALYZE") }
  }

  // MARK: Measuring

  /// Lines a second of requests, one for each account of the sample, from the start of the workers to the last completion.
  private func generation(
    _ targetDate: String, _ address: String, _ sender: Sender, _ counter: CompletionCounter
  ) async throws -> Double {
    try await sender.send(
      "invoice.generate.v1", count: requests, identifier: { "\(targetDate)-\($0)" }
    ) { number in
      let digits = String(1_000_000_000 + number).dropFirst()
      return Self.body([
        ("accountId", "G-\(digits)"), ("targetDate", targetDate), ("invoiceDate", Self.invoiceDate),
        ("action", "Posted"),
      ])
    }
    let start = MonotonicInstant.now
    let processes = try startWorkers(address)
    let successes = try await counter.wait(for: requests)
    let seconds = Figures.seconds(from: start)
    for process in processes { process.finish() }
    guard successes == requests else {
      throw ChildProcess.Failure(description: "\(requests - successes) requests were refused")
    }
    return Double(requests * lines) / seconds
  }

  /// From the start of the workers to the event that the run has ended.
  private func wholeRun(
    _ address: String, _ sender: Sender, _ counter: CompletionCounter
  ) async throws -> WholeRun {
    let ends = try CompletionCounter(bench.configuration("runs"), of: .runCompleted)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await ends.connection.run() }
      try await ends.ready()
      try await sender.send("invoice-run.start.v1", count: 1, identifier: { _ in "run" }) { _ in
        Self.body([
          ("invoiceRunId", "RUN"), ("targetDate", "2026-01-02"), ("invoiceDate", Self.invoiceDate),
          ("action", "Posted"),
        ])
      }
      let start = MonotonicInstant.now
      let processes = try startWorkers(address)
      let watching = Task { try await Self.residents(of: processes) }
      let event = try await ends.take(1)
      let seconds = Figures.seconds(from: start)
      watching.cancel()
      var whole = WholeRun(seconds: seconds, lines: accounts * lines)
      whole.residents = try await watching.value
      whole.peak = processes.map(\.memory.peak).max() ?? 0
      whole.processor = processes.reduce(0) { $0 + $1.processorSeconds }
      for process in processes { process.finish() }
      for number in 1...workers { try whole.note(log: log(of: number)) }
      try whole.check(event[0], accounts: accounts)
      _ = try await counter.wait(for: 1)
      await ends.connection.close()
      group.cancelAll()
      return whole
    }
  }

  private func startWorkers(_ address: String) throws -> [ChildProcess] {
    try (1...workers).map {
      try bench.startWorkerWithClock(
        address, name: "worker-\($0)", lanes: lanes, log: log(of: $0), adding: environment)
    }
  }

  private func log(of worker: Int) -> String { "\(bench.directory)/worker-\(worker).log" }

  /// The largest resident memory of the workers each second, in KiB, until the task is cancelled.
  private static func residents(of processes: [ChildProcess]) async throws -> [Int] {
    var samples: [Int] = []
    while !Task.isCancelled {
      guard (try? await Task.sleep(for: .seconds(1))) != nil else { break }
      samples.append(processes.map(\.memory.resident).max() ?? 0)
    }
    return samples
  }

  /// Far away, so that the clock, which runs here, finds nothing overdue.
  private static let invoiceDate = "2090-01-01"

  private static func body(_ members: [(name: String, value: String)]) -> [UInt8] {
    var writer = JSONWriter(reservingCapacity: 160)
    writer.object { body in
      for member in members {
        body.key(member.name)
        body.string(member.value)
      }
    }
    return writer.bytes
  }

  // MARK: Reporting

  private func report(
    _ round: Int, _ whole: WholeRun, against rate: Double, _ before: Double, _ after: Double
  ) {
    let share = whole.selectionShare
    let ratio = whole.rate / rate
    Report.line(
      "  round \(round): invoice.generate.v1 \(Figures.whole(rate)) lines/s",
      "(\(Figures.whole(before)) before, \(Figures.whole(after)) after)")
    Report.line(
      "    run: \(Figures.whole(whole.rate)) lines/s,",
      "\(Figures.whole(whole.rate / Double(lines))) invoices/s, \(Figures.ratio(whole.seconds)) s,",
      "\(whole.chunks.reduce(0, +)) chunks (\(whole.chunks.map(String.init).joined(separator: ", "))),",
      "ratio \(Figures.ratio(ratio)), processor",
      "\(Figures.milliseconds(whole.processor * 1_000 / Double(whole.lines))) for 1,000 lines")
    let isLong = share >= Self.selection
    let isLarge = whole.peak >= Self.memory
    Report.line(
      "    selection: \(Figures.ratio(share * 100)) % of the time,",
      "\(Figures.milliseconds(whole.secondsOfSelection)) a page" + (isLong ? ", too much" : ""))
    Report.line(
      "    memory: peak \(whole.peak / 1_024) MiB, in quarters",
      whole.quarters.map { "\($0 / 1_024)" }.joined(separator: ", ")
        + (isLarge ? ", above \(Self.memory / 1_024) MiB" : ""))
    Report.line(whole.json(generation: rate, database: database.name, workers: workers))
  }
}
