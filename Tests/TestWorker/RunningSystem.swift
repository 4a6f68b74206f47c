package import AMQP
import Foundation
package import SQLiteStorage
import Storage
package import TestBroker
import Synchronization
package import Worker

/// Everything a request meets, for one test: a virtual host with the real topology, a migrated SQLite file,
/// workers in this process, a client that publishes and records what comes back.
///
/// Nothing of it is left when the test ends, whatever way it ends.
package final class RunningSystem: Sendable {
  package struct Options: Sendable {
    /// Workers that run from the start.
    package var workers = 1
    /// Of the worker, over the defaults; see ``Worker/ConfigurationVariable``.
    package var environment: [String: String] = [:]
    /// How long a statement waits for another's lock, in milliseconds.
    package var busyTimeout: Int32 = 5_000
    /// Whether the database has its schema from the start.
    package var migrates = true

    package init() {}
  }

  package let broker: TestBroker
  /// Of the virtual host, for the administrator.
  package let url: AMQPURL
  package let address: String
  package let databasePath: String
  package let opener: SQLiteOpener
  /// Every event published, from a durable queue of the test's own.
  package let events: MessageRecorder
  /// Every message parked.
  package let dead: MessageRecorder

  let publisher: PublishConnection
  let directory: URL
  private let options: Options
  private let running = Mutex<[RunningWorker]>([])

  private static let eventQueue = "test.events"

  /// Runs `body` on a system of its own.
  package static func run<Value>(
    _ options: Options = Options(), on broker: TestBroker? = nil,
    _ body: (RunningSystem) async throws -> Value
  ) async throws -> Value {
    let broker = try broker ?? .shared()
    return try await broker.withVirtualHost { address in
      let system = try RunningSystem(options, broker, address)
      let result: Result<Value, any Error>
      do {
        try await system.start()
        result = .success(try await body(system))
      } catch {
        result = .failure(system.explaining(error))
      }
      await system.stop()
      return try result.get()
    }
  }

  private init(_ options: Options, _ broker: TestBroker, _ address: String) throws {
    self.options = options
    self.broker = broker
    self.address = address
    url = try AMQPURL(address)
    directory = FileManager.default.temporaryDirectory
      .appending(path: "worker-test-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    databasePath = directory.appending(path: "database/test.db").path
    opener = SQLiteOpener(path: databasePath, busyTimeoutMilliseconds: options.busyTimeout)
    var configuration = ConnectionConfiguration(url: url, name: "test client")
    configuration.reconnect = .forTests
    publisher = try PublishConnection(configuration: configuration)
    events = try MessageRecorder(url: url, queue: Self.eventQueue)
    dead = try MessageRecorder(url: url, queue: QueueName.dead)
  }

  private func start() async throws {
    try await applyTopology()
    if options.migrates { try migrate() }
    let publisher = publisher
    Task { await publisher.run() }
    try await events.start()
    try await dead.start()
    for _ in 0..<options.workers { try startWorker() }
  }

  private func stop() async {
    let workers = running.withLock { $0 }
    for worker in workers { await worker.drain() }
    await publisher.close(within: .zero)
    await events.stop()
    await dead.stop()
    try? FileManager.default.removeItem(at: directory)
  }

  /// What the workers logged last says more than a condition that was not met.
  private func explaining(_ error: any Error) -> any Error {
    guard error is ConditionNotMet else { return error }
    let lines = log.split(separator: "\n").suffix(25).joined(separator: "\n")
    return ConditionNotMet("\(error)\nThe workers' log ends:\n\(lines)")
  }

  /// What the workers have logged.
  package var log: String {
    (try? String(contentsOf: directory.appending(path: "log"), encoding: .utf8)) ?? ""
  }

  // MARK: Workers

  /// Starts one more worker.
  @discardableResult
  package func startWorker(classes: [ClassOfWork] = ClassOfWork.allCases) throws -> RunningWorker {
    var environment = options.environment
    environment["AMQP_URL"] = address
    environment["DATABASE_URL"] = "sqlite:\(databasePath)"
    environment["INVOICE_WORKER_NAME"] = "worker-\(running.withLock { $0.count + 1 })"
    let values = environment
    let configuration = try Configuration(reading: { values[$0] }, facts: .current())
    let path = directory.appending(path: "log").path
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    let log = Log(
      level: .info, format: .text, worker: configuration.name, descriptor: descriptor)
    let runtime = try WorkerRuntime(
      configuration: configuration, opener: opener,
      classes: classes, log: log)
    let worker = RunningWorker(runtime, logDescriptor: descriptor)
    running.withLock { $0.append(worker) }
    return worker
  }

  /// Every worker started so far.
  package var workers: [RunningWorker] { running.withLock { $0 } }
}
