package import AMQP
import Foundation
package import Messages
import PostgreSQL
package import PostgreSQLStorage
import SQLiteStorage
import Storage
import Synchronization
package import TestBroker
import TestPostgreSQL
import TestSupport
package import Worker

/// Everything a request meets, for one test: a virtual host with the real topology, a migrated database of
/// its own, workers in this process, a client that publishes and records what comes back.
///
/// Nothing of it is left when the test ends, whatever way it ends.
package final class RunningSystem: Sendable {
  package struct Options: Sendable {
    /// Workers that run from the start.
    package var workers = 1
    /// Of the worker, over the defaults; see ``Worker/ConfigurationVariable``.
    package var environment: [String: String] = [:]
    /// Where the records are.
    package var store = TestStore.sqlite
    /// What makes what is attached to e-mails.
    package var documents: any AttachmentRendering = NoAttachments()
    /// On PostgreSQL: the user who owns the database and whom the workers log in as, and the tablespace.
    package var databaseUser: (name: String, password: String)?
    package var tablespace: String?
    /// On SQLite: how long a statement waits for another's lock, in milliseconds. Long, so that a test that holds the
    /// lock is done with what it does meanwhile.
    package var busyTimeout: Int32 = 60_000
    /// On PostgreSQL: how long a session waits; see ``PostgreSQLStorage/PostgreSQLOpener/Limits``.
    package var limits = PostgreSQLOpener.Limits()
    /// On PostgreSQL: the address in place of the server's own, made from that.
    package var address: @Sendable (String) throws -> String = { $0 }
    /// Whether the database has its schema from the start.
    package var migrates = true

    package init() {}

    /// On PostgreSQL: has workers wait for a lock no longer than so many milliseconds at a time.
    package mutating func limitLockWaits(to milliseconds: Int64) { limits.lock = milliseconds }
  }

  package let broker: TestBroker
  /// Of the virtual host, for the administrator.
  package let url: AMQPURL
  package let address: String
  package let store: TestStore
  /// As `DATABASE_URL` names it.
  package let databaseURL: String
  /// Of the SQLite file; on PostgreSQL nothing is there.
  package let databasePath: String
  package let opener: CountedOpener
  /// Every event published, from a durable queue of the test's own.
  package let events: MessageRecorder
  /// Every dead letter.
  package let dead: MessageRecorder

  let publisher: PublishConnection
  let directory: URL
  /// The test's own session on PostgreSQL, reopened after an outage.
  let session = Mutex<PostgreSQLConnection?>(nil)
  private let options: Options
  private let running = Mutex<[RunningWorker]>([])

  private static let eventQueue = "test.events"

  /// Runs `body` on a system of its own.
  package static func run<Value>(
    _ options: Options = Options(), on broker: TestBroker? = nil,
    _ body: (RunningSystem) async throws -> Value
  ) async throws -> Value {
    switch options.store {
    case .sqlite:
      return try await run(options, on: broker, database: nil, body)
    case .postgreSQL(let server):
      let server = try server ?? .shared()
      return try await server.withDatabase(
        owner: options.databaseUser?.name, tablespace: options.tablespace
      ) { url in
        let own = try server.url(
          database: URL(string: url)?.lastPathComponent, user: options.databaseUser?.name,
          password: options.databaseUser?.password)
        return try await run(options, on: broker, database: options.address(own), body)
      }
    }
  }

  private static func run<Value>(
    _ options: Options, on broker: TestBroker?, database: String?,
    _ body: (RunningSystem) async throws -> Value
  ) async throws -> Value {
    let broker = try broker ?? .shared()
    return try await broker.withVirtualHost { address in
      let system = try RunningSystem(options, broker, address, database: database)
      let result: Result<Value, any Error>
      do {
        try await system.start()
        result = .success(try await body(system))
      } catch {
        result = .failure(system.explaining(error))
      }
      await system.stop()
      let value = try result.get()
      try system.holdEventsToContract()
      return value
    }
  }

  private init(
    _ options: Options, _ broker: TestBroker, _ address: String, database: String?
  ) throws {
    self.options = options
    store = options.store
    self.broker = broker
    self.address = address
    url = try AMQPURL(address)
    directory = FileManager.default.temporaryDirectory
      .appending(path: "worker-test-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    databasePath = directory.appending(path: "database/test.db").path
    if let database {
      databaseURL = database
      opener = CountedOpener(try PostgreSQLOpener(url: database, limits: options.limits))
    } else {
      databaseURL = "sqlite:\(databasePath)"
      opener = CountedOpener(
        SQLiteOpener(path: databasePath, busyTimeoutMilliseconds: options.busyTimeout))
    }
    publisher = try PublishConnection(
      configuration: ConnectionConfiguration(restless: url, name: "test client"))
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
    for worker in workers { worker.log.flush(within: patience) }
    return (try? String(contentsOf: directory.appending(path: "log"), encoding: .utf8)) ?? ""
  }

  // MARK: Workers

  /// Starts one more worker, which signs in to the broker as `user`, whose password is the name, and to PostgreSQL by
  /// an address of its own, if one is given. `changes` are to the environment of the others.
  @discardableResult
  package func startWorker(
    queues: [WorkQueue] = WorkQueue.allCases, user: String = "guest",
    databaseURL own: String? = nil, environment changes: [String: String] = [:]
  ) throws -> RunningWorker {
    var environment = options.environment.merging(changes) { $1 }
    environment["AMQP_URL"] = address.replacing("guest:guest@", with: "\(user):\(user)@")
    environment["DATABASE_URL"] = databaseURL
    environment["INVOICE_WORKER_NAME"] = "worker-\(running.withLock { $0.count + 1 })"
    let values = environment
    let configuration = try Configuration(reading: { values[$0] }, facts: .current())
    let path = directory.appending(path: "log").path
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    let log = Log(
      level: .info, format: .text, worker: configuration.name, descriptor: descriptor)
    var opener: any DatabaseOpener = opener
    if let own { opener = try PostgreSQLOpener(url: own, limits: options.limits) }
    let runtime = try WorkerRuntime(
      configuration: configuration, opener: opener, queues: queues, documents: options.documents,
      log: log)
    let worker = RunningWorker(runtime, log: log, descriptor: descriptor)
    running.withLock { $0.append(worker) }
    return worker
  }

  /// Every worker started so far.
  package var workers: [RunningWorker] { running.withLock { $0 } }
}
