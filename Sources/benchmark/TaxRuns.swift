/// An invoice run whose tax a compiled engine calculates, against the same run without one: the engine answers at once, after 50 ms, and
/// after 50 ms while a share of its calls fails.
struct TaxRuns {
  let bench: Bench
  let database: PrivateDatabase
  var schedules = 20_000
  /// Of an account, and so of an invoice.
  var lines = 1
  var connections = 64
  var workers = 1
  var lanes: Int?
  var rounds = 1

  private static let delay = 50
  /// Of a thousand calls.
  private static let failing = 20
  /// What a run should reach of its rate without an engine when that answers at once; and of the smaller of that rate and what so many
  /// connections can do when it takes its time.
  private static let ratioAtOnce = 0.7
  private static let ratioDelayed = 0.8

  func run() async throws {
    Report.line(
      "a run with a tax engine, end to end: \(schedules) schedules, \(lines) of an account,",
      "\(connections) connections, \(workers) worker(s), \(database.name), \(rounds) rounds")
    var ratios = (atOnce: [Double](), delayed: [Double]())
    for round in 1...rounds {
      let plain = try await measure("plain", round, [:])
      let atOnce = try await measure("at_once", round, milliseconds: 0)
      let delayed = try await measure("delayed", round, milliseconds: Self.delay)
      _ = try await measure(
        "failing", round, milliseconds: Self.delay, failing: Self.failing)
      let most = Double(connections * workers) * 1_000 / Double(Self.delay)
      ratios.atOnce.append(atOnce / plain)
      ratios.delayed.append(delayed / min(atOnce, most))
    }
    Report.line(
      "  an engine that answers at once / none:",
      Figures.summary(ofRatios: ratios.atOnce, least: Self.ratioAtOnce))
    Report.line(
      "  an engine that answers after \(Self.delay) ms / the most there can be:",
      Figures.summary(ofRatios: ratios.delayed, least: Self.ratioDelayed))
  }

  private func measure(
    _ name: String, _ round: Int, milliseconds: Int, failing: Int = 0
  ) async throws -> Double {
    let engine = try TaxEngineProcess.start(
      in: bench.directory, milliseconds: milliseconds, failing: failing)
    defer { engine.stop() }
    return try await measure(
      name, round,
      [
        "INVOICE_WORKER_TAX_URL": engine.address,
        "INVOICE_WORKER_TAX_CONCURRENCY": String(connections),
      ])
  }

  /// - Returns: invoices a second.
  private func measure(
    _ name: String, _ round: Int, _ environment: [String: String]
  ) async throws -> Double {
    let comparison = RunComparison(
      bench: bench, database: database, schedules: schedules, lines: lines, workers: workers,
      lanes: lanes, environment: environment)
    let whole = try await comparison.alone(named: "tax_\(name)_\(round)")
    let rate = whole.rate / Double(lines)
    Report.line(
      "  round \(round), \(name): \(Figures.whole(rate)) invoices/s,",
      "\(Figures.ratio(whole.seconds)) s, processor",
      "\(Figures.milliseconds(whole.processor * 1_000 / rate / whole.seconds)) for 1,000 invoices,",
      "memory peak \(whole.peak / 1_024) MiB")
    return rate
  }
}
