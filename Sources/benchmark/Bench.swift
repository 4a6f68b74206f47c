import AMQP
import Glibc
import Worker

/// What every measurement stands on: a broker, a directory, the worker's program.
struct Bench {
  let directory: String
  let broker: PrivateServer
  let workerProgram: String

  /// Starts a broker and lays out the topology.
  static func prepare() async throws -> Bench {
    let directory = try makeDirectory()
    // A database server runs as a user of its own, who must get through to its directory.
    chmod(directory, 0o711)
    let program = try findWorkerProgram()
    Report.line("starting a broker …")
    let broker = try PrivateServer.start(.broker, in: directory + "/broker")
    return Bench(directory: directory, broker: broker, workerProgram: program)
  }

  /// Beside this program.
  static func findWorkerProgram() throws(ChildProcess.Failure) -> String {
    let own = CommandLine.arguments.first ?? ""
    let slash = own.lastIndex(of: "/").map { String(own[...$0]) } ?? "./"
    let program = slash + "invoice-worker"
    guard access(program, X_OK) == 0 else {
      throw ChildProcess.Failure(
        description: "\(program) is not built: run `swift build -c release` first")
    }
    return program
  }

  /// A new directory under /tmp, of this user alone.
  static func makeDirectory() throws(ChildProcess.Failure) -> String {
    var template = Array("/tmp/invoice-benchmark.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw ChildProcess.Failure(description: "no directory could be made under /tmp")
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Deletes and declares the queues, so that a measurement begins with empty ones.
  func layOutTopology() async throws {
    let connection = try CommandConnection(configuration: configuration("topology"))
    try await connection.connect()
    for queue in Topology.standard.queues { try await connection.deleteQueue(queue.name) }
    try await TopologyDeclaring.apply(.standard, over: connection)
    try await connection.close()
  }

  func configuration(_ name: String) throws -> ConnectionConfiguration {
    ConnectionConfiguration(url: try AMQPURL(broker.url), name: "benchmark \(name)")
  }

  /// A fresh database.
  func migrate(_ database: String) throws(ChildProcess.Failure) {
    try ChildProcess.run([workerProgram, "migrate"], environment: ["DATABASE_URL": database])
  }

  func startWorker(_ database: String, name: String, lanes: Int? = nil) throws -> ChildProcess {
    var environment = environment(of: name, database, lanes)
    environment["INVOICE_WORKER_LOG_LEVEL"] = "warning"
    // The samples' due dates are past: no event about them while requests are measured.
    environment["INVOICE_WORKER_CLOCK"] = "off"
    return try ChildProcess([workerProgram, "run"], environment: environment)
  }

  /// Starts one that takes part in keeping the clock, without which no run ends, and writes what it has done to the log when
  /// it stops: lines of JSON in a file.
  func startWorkerWithClock(
    _ database: String, name: String, lanes: Int? = nil, log: String,
    adding own: [String: String] = [:]
  ) throws -> ChildProcess {
    var environment = environment(of: name, database, lanes).merging(own) { $1 }
    environment["INVOICE_WORKER_LOG_LEVEL"] = "info"
    environment["INVOICE_WORKER_LOG_FORMAT"] = "json"
    return try ChildProcess([workerProgram, "run"], environment: environment, errors: log)
  }

  private func environment(of name: String, _ database: String, _ lanes: Int?) -> [String: String] {
    var environment = [
      "AMQP_URL": broker.url, "DATABASE_URL": database, "INVOICE_WORKER_NAME": name,
    ]
    if let lanes { environment["INVOICE_WORKER_LANES"] = String(lanes) }
    return environment
  }

  func end() throws {
    try broker.stop()
    try ChildProcess.run(["rm", "-rf", directory])
  }
}
