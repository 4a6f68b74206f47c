import AMQP
import Glibc

/// A worker's resident memory while a long backlog waits and is worked off.
struct Memory {
  let bench: Bench
  let database: PrivateDatabase
  var backlog = 200_000
  var lines = 5

  func run() async throws {
    Report.line("memory with \(backlog) requests waiting, \(database.name)")
    let address = try database.make("memory", in: bench.directory)
    try await bench.layOutTopology()
    try bench.migrate(address)
    let publisher = try PublishConnection(configuration: bench.configuration("sender"))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await publisher.run() }
      let sender = Sender(connection: publisher)
      // A thousand accounts: the requests come round to each again, and mostly find nothing due.
      let workload = Workload(accounts: 1_000, linesPerRequest: lines)
      let upserts = workload.upserts()
      try await sender.send(
        "records.upsert.v1", count: upserts.count, identifier: { "upsert-\($0)" },
        body: { upserts[$0] })
      try await sender.send(
        "invoice.generate.v1", count: backlog, identifier: { "generate-\($0)" },
        body: { workload.generation($0 % 1_000, targetDate: "2026-0\(1 + $0 / 1_000 % 9)-02") })
      let worker = try bench.startWorker(address, name: "worker")
      var samples: [Int] = []
      for second in 1...20 {
        try await Task.sleep(for: .seconds(1))
        samples.append(worker.memory.resident)
        if second % 5 == 0 {
          Report.line("  after \(second) s: \(worker.memory.resident / 1_024) MiB")
        }
      }
      Report.line(
        "  peak \(worker.memory.peak / 1_024) MiB, first to last sample",
        "\((samples.first ?? 0) / 1_024) → \((samples.last ?? 0) / 1_024) MiB")
      worker.finish()
      await publisher.close()
      group.cancelAll()
    }
    try database.remove("memory", in: bench.directory)
  }
}
