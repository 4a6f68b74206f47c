/// The time from publishing one request to receiving its notification, with nothing else going on.
struct Latency {
  let bench: Bench
  let database: PrivateDatabase
  var requests = 1_000
  var lines = 5

  func run() async throws {
    Report.line(
      "latency on an idle system: \(requests) requests of \(lines) lines, one after another, \(database.name)"
    )
    let (times, resident) = try await measure()
    Report.line(
      "  p50 \(Figures.milliseconds(Figures.percentile(0.5, of: times))),",
      "p95 \(Figures.milliseconds(Figures.percentile(0.95, of: times))),",
      "p99 \(Figures.milliseconds(Figures.percentile(0.99, of: times))),",
      "longest \(Figures.milliseconds(times.last ?? 0));",
      "memory \(resident / 1_024) MiB")
  }

  /// - Returns: the seconds that each request took, sorted, and the worker's memory afterwards, in KiB.
  func measure() async throws -> (times: [Double], resident: Int) {
    try await SingleWorker.run(on: bench, database, named: "latency") { system in
      let workload = Workload(accounts: requests, linesPerRequest: lines)
      try await system.prepare(workload)
      var times: [Double] = []
      for number in 0..<requests {
        times.append(
          try await system.measure(
            "invoice.generate.v1", identifier: "generate-\(number)",
            body: workload.generation(number)
          ).seconds)
      }
      times.sort()
      return (times, system.worker.memory.resident)
    }
  }
}
