import AMQP
import Glibc

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
    let address = try database.make("latency", in: bench.directory)
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
      let workload = Workload(accounts: requests, linesPerRequest: lines)
      let upserts = workload.upserts()
      try await sender.send(
        "records.upsert.v1", count: upserts.count, identifier: { "upsert-\($0)" },
        body: { upserts[$0] })
      _ = try await counter.wait(for: upserts.count)

      var times: [Double] = []
      for number in 0..<requests {
        let start = MonotonicInstant.now
        async let sent: Void = sender.send(
          "invoice.generate.v1", count: 1, identifier: { _ in "generate-\(number)" },
          body: { _ in workload.generation(number) })
        _ = try await counter.wait(for: 1)
        times.append(Figures.seconds(from: start))
        try await sent
      }
      times.sort()
      Report.line(
        "  p50 \(Figures.milliseconds(Figures.percentile(0.5, of: times))),",
        "p95 \(Figures.milliseconds(Figures.percentile(0.95, of: times))),",
        "p99 \(Figures.milliseconds(Figures.percentile(0.99, of: times))),",
        "longest \(Figures.milliseconds(times.last ?? 0)); memory \(worker.memory.resident / 1_024) MiB"
      )
      await publisher.close()
      await counter.connection.close()
      group.cancelAll()
    }
    worker.finish()
    try database.remove("latency", in: bench.directory)
  }
}
