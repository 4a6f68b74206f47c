import AMQP

/// The time from publishing one long invoice to its notification, on a worker that runs and has nothing else to do.
struct LongInvoice {
  let bench: Bench
  let database: PrivateDatabase
  let lines: Int
  let rounds: Int

  func run() async throws {
    let address = try database.make("long_invoice", in: bench.directory)
    try await bench.layOutTopology()
    try bench.migrate(address)
    let worker = try bench.startWorker(address, name: "worker")
    let publisher = try PublishConnection(configuration: bench.configuration("sender"))
    let counter = try CompletionCounter(bench.configuration("counter"))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await publisher.run() }
      group.addTask { await counter.connection.run() }
      try await counter.ready()
      let sender = Sender(connection: publisher)
      let workload = Workload(accounts: rounds, linesPerRequest: lines, hasSchedules: false)
      let upserts = workload.upserts()
      try await sender.send(
        "records.upsert.v1", count: upserts.count, identifier: { "upsert-\($0)" },
        body: { upserts[$0] })
      _ = try await counter.wait(for: upserts.count)
      var times: [String] = []
      for number in 0..<rounds {
        let body = workload.ingestion(number)
        let start = MonotonicInstant.now
        async let sent: Void = sender.send(
          "invoice.ingest.v1", count: 1, identifier: { _ in "ingest-\(number)" },
          body: { _ in body })
        let successes = try await counter.wait(for: 1)
        times.append(
          Figures.milliseconds(Figures.seconds(from: start)) + (successes == 1 ? "" : " (refused)"))
        try await sent
      }
      Report.line(
        "one invoice of \(lines) lines, request to notification, one after another:",
        times.joined(separator: ", ") + "; peak memory of the worker",
        "\(worker.memory.peak / 1_024) MiB")
      await publisher.close()
      await counter.connection.close()
      group.cancelAll()
    }
    worker.finish()
    try database.remove("long_invoice", in: bench.directory)
  }
}
