/// Ingested invoices against generated ones, round by round, so that what else the machine does meets both; and
/// one invoice as long as there may be.
struct IngestionComparison {
  let bench: Bench
  let database: PrivateDatabase
  var requests = 10_000
  var lines = 5
  var workers = 1
  var lanes: Int?
  var rounds = 3

  private static let longest = 10_000

  func run() async throws {
    Report.line(
      "ingestion against generation, end to end: \(requests) requests of \(lines) lines,",
      "\(workers) worker(s), \(database.name), \(rounds) rounds")
    var ratios: [Double] = []
    for round in 1...rounds {
      let generated = try await endToEnd(.generation).measure(round)
      let ingested = try await endToEnd(.ingestion).measure(round)
      ratios.append(ingested / generated)
    }
    Report.line("  ingestion / generation:", Figures.summary(ofRatios: ratios))
    try await LongInvoice(bench: bench, database: database, lines: Self.longest, rounds: rounds)
      .run()
  }

  private func endToEnd(_ work: EndToEnd.Work) -> EndToEnd {
    EndToEnd(
      bench: bench, database: database, work: work, requests: requests, lines: lines,
      workers: workers, lanes: lanes)
  }
}
