import AMQP

/// One worker on a fresh database, a sender, and a counter of its completions: what is measured one request at a time.
struct SingleWorker {
  let worker: ChildProcess
  private let sender: Sender
  private let counter: CompletionCounter

  /// Starts everything, with a database of this name, and ends it after the closure.
  static func run<Result: Sendable>(
    on bench: Bench, _ database: PrivateDatabase, named name: String,
    _ body: (SingleWorker) async throws -> Result
  ) async throws -> Result {
    try await bench.withSystem(on: database, named: name) { address, sender, counter in
      let worker = try bench.startWorker(address, name: "worker")
      let result = try await body(SingleWorker(worker: worker, sender: sender, counter: counter))
      worker.finish()
      return result
    }
  }

  /// Stores the records that the workload's requests are about.
  func prepare(_ workload: Workload) async throws {
    let upserts = workload.upserts()
    try await sender.send(
      "records.upsert.v1", count: upserts.count, identifier: { "upsert-\($0)" },
      body: { upserts[$0] })
    _ = try await counter.wait(for: upserts.count)
  }

  /// Sends one request and waits for its completion.
  func measure(
    _ type: String, identifier: String, body: [UInt8]
  ) async throws -> (seconds: Double, isSuccess: Bool) {
    let start = MonotonicInstant.now
    async let sent: Void = sender.send(
      type, count: 1, identifier: { _ in identifier }, body: { _ in body })
    let successes = try await counter.wait(for: 1)
    let seconds = Figures.seconds(from: start)
    try await sent
    return (seconds, successes == 1)
  }
}
