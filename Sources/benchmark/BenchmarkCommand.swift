import Glibc

/// What the command line asks for.
struct BenchmarkCommand {
  enum Name: String, CaseIterable {
    case endToEnd = "end-to-end"
    case ingestion
    case lifecycle
    case latency
    case flood
    case memory
    case plan
    case decode
    case documents
    case amqp
    case databaseLimit = "database-limit"
    case againstLimit = "against-limit"
    case jobLimit = "job-limit"
    case reports
    case runs
    case size
    case tax
    case taxRuns = "tax-runs"
    case all
  }

  let name: Name
  private var numbers: [String: Int] = [:]
  private var isOnPostgreSQL = false
  private var kinds: Set<String> = []
  private var earlierProgram: String?
  private var flags: Set<String> = []

  private static let options: Set<String> = [
    "--requests", "--lines", "--workers", "--lanes", "--rounds", "--messages", "--seconds",
    "--connections", "--invoices", "--schedules", "--currencies",
  ]

  /// nil when the words make no command.
  init?(_ words: [String]) {
    guard let first = words.first, let name = Name(rawValue: first) else { return nil }
    self.name = name
    var rest = words.dropFirst()
    while let option = rest.popFirst() {
      if option == "--database" {
        switch rest.popFirst() {
        case "sqlite": isOnPostgreSQL = false
        case "postgres": isOnPostgreSQL = true
        default: return nil
        }
        continue
      }
      if option == "--kinds", let names = rest.popFirst() {
        kinds = Set(names.split(separator: ",").map(String.init))
        continue
      }
      if option == "--against", let path = rest.popFirst() {
        earlierProgram = path
        continue
      }
      if option == "--json" || option == "--latency" {
        flags.insert(option)
        continue
      }
      guard Self.options.contains(option), let text = rest.popFirst(), let number = Int(text),
        number > 0
      else { return nil }
      numbers[option] = number
    }
  }

  /// Whether the command measures more than the core or the database.
  var needsBroker: Bool { ![.plan, .decode, .documents, .reports, .tax].contains(name) }

  /// What needs no broker.
  func runWithoutBroker() async throws {
    switch name {
    case .decode: try Decoding(seconds: numbers["--seconds"] ?? 5).run()
    case .documents:
      try DocumentReading(
        seconds: numbers["--seconds"] ?? 5, lines: numbers["--lines"] ?? 5
      ).run()
    case .reports: try runReports()
    case .tax:
      try await TaxCalls(
        documents: numbers["--requests"] ?? 50_000, lines: numbers["--lines"] ?? 5,
        connections: numbers["--connections"] ?? 64, rounds: numbers["--rounds"] ?? 3
      ).run()
    default: try Planning(lines: numbers["--lines"] ?? 1_000_000).run()
    }
  }

  private func runReports() throws {
    let directory = try Bench.makeDirectory()
    // A database server runs as a user of its own, who must get through to its directory.
    chmod(directory, 0o711)
    defer { _ = try? ChildProcess.run(["rm", "-rf", directory]) }
    let database: PrivateDatabase =
      isOnPostgreSQL
      ? .postgreSQL(try PrivateServer.start(.postgres, in: directory + "/database")) : .sqlite
    do {
      try LedgerBenchmark(
        workerProgram: try Bench.findWorkerProgram(), directory: directory, database: database,
        invoices: numbers["--invoices"] ?? 1_000_000, lines: numbers["--lines"] ?? 1_000_000,
        rounds: numbers["--rounds"] ?? 3
      ).run()
    } catch {
      try database.stop()
      throw error
    }
    try database.stop()
  }

  func run(on bench: Bench) async throws {
    guard isOnPostgreSQL || name == .againstLimit else { return try await run(on: bench, .sqlite) }
    Report.note("starting a database …")
    let database = PrivateDatabase.postgreSQL(
      try PrivateServer.start(.postgres, in: bench.directory + "/database"))
    do {
      try await run(on: bench, database)
    } catch {
      try database.stop()
      throw error
    }
    try database.stop()
  }

  private func sizeTable(_ bench: Bench, _ database: PrivateDatabase) -> SizeTable {
    SizeTable(
      bench: bench, database: database, requests: numbers["--requests"] ?? 20_000,
      lines: numbers["--lines"] ?? 5, workers: Array(1...(numbers["--workers"] ?? 2)))
  }

  private func jobLimit(_ bench: Bench, _ database: PrivateDatabase) -> JobLimit {
    JobLimit(
      work: EndToEnd(
        bench: bench, database: database, requests: numbers["--requests"] ?? 10_000,
        lines: numbers["--lines"] ?? 5, lanes: numbers["--lanes"]),
      rounds: numbers["--rounds"] ?? 3, earlierProgram: earlierProgram,
      hasLatency: flags.contains("--latency"), isForPrograms: flags.contains("--json"))
  }

  private func taxRuns(_ bench: Bench, _ database: PrivateDatabase) -> TaxRuns {
    TaxRuns(
      bench: bench, database: database, schedules: numbers["--schedules"] ?? 20_000,
      lines: numbers["--lines"] ?? 1, connections: numbers["--connections"] ?? 64,
      workers: numbers["--workers"] ?? 1, lanes: numbers["--lanes"],
      rounds: numbers["--rounds"] ?? 1)
  }

  private func run(on bench: Bench, _ database: PrivateDatabase) async throws {
    if name == .endToEnd || name == .all {
      try await EndToEnd(
        bench: bench, database: database, requests: numbers["--requests"] ?? 10_000,
        lines: numbers["--lines"] ?? 5,
        workers: numbers["--workers"] ?? 1,
        lanes: numbers["--lanes"], rounds: numbers["--rounds"] ?? 3
      ).run()
    }
    if name == .ingestion || name == .all {
      try await IngestionComparison(
        bench: bench, database: database, requests: numbers["--requests"] ?? 10_000,
        lines: numbers["--lines"] ?? 5, workers: numbers["--workers"] ?? 1,
        lanes: numbers["--lanes"], rounds: numbers["--rounds"] ?? 3
      ).run()
    }
    if name == .lifecycle || name == .all {
      try await LifecycleComparison(
        bench: bench, database: database, requests: numbers["--requests"] ?? 2_000,
        lines: numbers["--lines"] ?? 5, workers: numbers["--workers"] ?? 1,
        lanes: numbers["--lanes"], rounds: numbers["--rounds"] ?? 3
      ).run()
    }
    if name == .runs || name == .all {
      try await RunComparison(
        bench: bench, database: database, schedules: numbers["--schedules"] ?? 200_000,
        lines: numbers["--lines"] ?? 1, currencies: numbers["--currencies"] ?? 1,
        workers: numbers["--workers"] ?? 1, lanes: numbers["--lanes"],
        rounds: numbers["--rounds"] ?? 1
      ).run()
    }
    if name == .taxRuns { try await taxRuns(bench, database).run() }
    if name == .jobLimit { try await jobLimit(bench, database).run() }
    if name == .size { try await sizeTable(bench, database).run() }
    if name == .latency || name == .all {
      try await Latency(
        bench: bench, database: database, requests: min(numbers["--requests"] ?? 1_000, 5_000),
        lines: numbers["--lines"] ?? 5
      ).run()
    }
    if name == .flood || name == .all {
      try await Flood(
        bench: bench, database: database, requests: min(numbers["--requests"] ?? 200, 2_000),
        kinds: kinds
      ).run()
    }
    if name == .amqp || name == .all {
      try await AMQPThroughput(
        bench: bench, messages: numbers["--messages"] ?? 50_000, rounds: numbers["--rounds"] ?? 5
      ).run()
    }
    let limit = DatabaseLimit(
      bench: bench, seconds: numbers["--seconds"] ?? 5,
      connections: numbers["--connections"].map { [$0] } ?? [1, 2, 4])
    if name == .databaseLimit || name == .all { try limit.run() }
    if name == .againstLimit {
      try await LimitComparison(
        bench: bench, database: database, limit: limit, requests: numbers["--requests"] ?? 10_000,
        lines: numbers["--lines"] ?? 5, workers: numbers["--workers"] ?? 1,
        lanes: numbers["--lanes"], rounds: numbers["--rounds"] ?? 3
      ).run()
    }
    if name == .memory || name == .all {
      try await Memory(
        bench: bench, database: database, backlog: numbers["--requests"] ?? 200_000,
        lines: numbers["--lines"] ?? 5
      ).run()
    }
  }
}
