import AMQP
import Glibc
import Storage
import Synchronization

/// How large an installation has to be: what a million invoices take on this machine, for several numbers of workers. A sample is
/// measured end to end and multiplied.
struct SizeTable {
  let bench: Bench
  let database: PrivateDatabase
  var requests = 20_000
  var lines = 5
  /// The numbers of workers that are measured, each by itself.
  var workers = [1, 2]

  private static let million = 1_000_000.0
  private static let gibibyte = Double(1 << 30)

  /// What one number of workers came to, of the sample.
  private struct Sample {
    var seconds = 0.0
    /// Bytes that the database has grown by, and those of its log (WAL); nil where it has none to count.
    var stored = 0.0
    var logged: Double?
    /// Events that waited to be published, at most.
    var outbox = 0
    /// Bytes on the broker's disk with the whole sample in its queue.
    var queued = 0.0
  }

  func run() async throws {
    let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
    Report.line(
      "size: a million invoices of \(lines) lines on \(database.name), \(cores) cores,",
      "from \(requests) that were measured")
    Report.line(
      "| Workers | Minutes | Database GiB | WAL GiB | Outbox peak, events | Broker disk GiB |")
    Report.line("|---|---|---|---|---|---|")
    for count in workers {
      let sample = try await measure(count)
      let factor = Self.million / Double(requests)
      func gibibytes(_ bytes: Double) -> String { Figures.ratio(bytes * factor / Self.gibibyte) }
      Report.line(
        "| \(count) | \(Figures.ratio(sample.seconds * factor / 60)) | \(gibibytes(sample.stored))",
        "| \(sample.logged.map(gibibytes) ?? "–") | \(sample.outbox) | \(gibibytes(sample.queued)) |"
      )
    }
    Report.line(
      "The outbox's peak is the sample's: events leave it while they are made, unless the broker is slower."
    )
  }

  private func measure(_ count: Int) async throws -> Sample {
    try await bench.withSystem(on: database, named: "size_\(count)") { address, sender, counter in
      let workload = Workload(accounts: requests, linesPerRequest: lines, hasSchedules: true)
      let upserts = workload.upserts()
      let loader = try bench.startWorker(address, name: "loader")
      try await sender.send(
        "records.upsert.v1", count: upserts.count, identifier: { "upsert-\($0)" },
        body: { upserts[$0] })
      guard try await counter.wait(for: upserts.count) == upserts.count else {
        throw ChildProcess.Failure(description: "the records were refused")
      }
      loader.finish()

      var sample = Sample()
      let emptyBroker = DiskUse.bytes(below: bench.broker.directory)
      try await sender.send(
        "invoice.generate.v1", count: requests, identifier: { "generate-\($0)" },
        body: { workload.generation($0) })
      sample.queued = max(0, DiskUse.bytes(below: bench.broker.directory) - emptyBroker)

      let opener = try database.opener(of: address)
      let before = try DatabaseVolume.read(of: database, at: address)
      let isOver = Atomic(false)
      let start = MonotonicInstant.now
      let started = try (1...count).map {
        try bench.startWorker(address, name: "worker-\($0)")
      }
      async let peak = Self.outboxPeak(opener, until: isOver)
      let successes = try await counter.wait(for: requests)
      sample.seconds = Figures.seconds(from: start)
      isOver.store(true, ordering: .relaxed)
      sample.outbox = try await peak
      for process in started { process.finish() }
      guard successes == requests else {
        throw ChildProcess.Failure(description: "only \(successes) of \(requests) succeeded")
      }
      let after = try DatabaseVolume.read(of: database, at: address)
      sample.stored = after.stored - before.stored
      sample.logged = after.logged.flatMap { end in before.logged.map { end - $0 } }
      return sample
    }
  }

  /// The largest number of unsent events that was seen.
  private static func outboxPeak(
    _ opener: any DatabaseOpener, until isOver: borrowing Atomic<Bool>
  ) async throws -> Int {
    let session = try StoreSession(opener, for: .processing)
    var peak = 0
    while !isOver.load(ordering: .relaxed) {
      peak = max(peak, try session.countUnsentEvents())
      try await Task.sleep(for: .milliseconds(200))
    }
    return peak
  }
}
