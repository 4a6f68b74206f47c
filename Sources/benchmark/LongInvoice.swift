/// The time from publishing one long invoice to its notification, on a worker that runs and has nothing else to do.
struct LongInvoice {
  let bench: Bench
  let database: PrivateDatabase
  let lines: Int
  let rounds: Int

  func run() async throws {
    try await SingleWorker.run(on: bench, database, named: "long_invoice") { system in
      let workload = Workload(accounts: rounds, linesPerRequest: lines, hasSchedules: false)
      try await system.prepare(workload)
      var times: [String] = []
      for number in 0..<rounds {
        let answer = try await system.measure(
          "invoice.ingest.v1", identifier: "ingest-\(number)", body: workload.ingestion(number))
        times.append(
          Figures.milliseconds(answer.seconds) + (answer.isSuccess ? "" : " (refused)"))
      }
      Report.line(
        "one invoice of \(lines) lines, request to notification, one after another:",
        times.joined(separator: ", ") + "; peak memory of the worker",
        "\(system.worker.memory.peak / 1_024) MiB")
    }
  }
}
