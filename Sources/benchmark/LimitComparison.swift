/// The whole system on PostgreSQL against what the database alone does with the same rows when each request is a
/// transaction of its own, pipelined: round by round, so that what else the machine does meets both.
struct LimitComparison {
  let bench: Bench
  let database: PrivateDatabase
  let limit: DatabaseLimit
  var requests = 10_000
  var lines = 5
  var workers = 1
  var lanes: Int?
  var rounds = 3

  func run() async throws {
    Report.line(
      "end to end against the pipelined limit of one request a transaction, \(rounds) rounds")
    var ratios: [Double] = []
    for round in 1...rounds {
      let most = try limit.pipelined()
      let rate = try await EndToEnd(
        bench: bench, database: database, requests: requests, lines: lines, workers: workers,
        lanes: lanes
      ).measure(round)
      ratios.append(rate / most)
    }
    Report.line("  end to end / limit:", Figures.summary(ofRatios: ratios))
  }
}
