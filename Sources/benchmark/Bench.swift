import AMQP
import Glibc
import Worker

/// What every measurement stands on: a broker, a directory, the worker's program.
struct Bench {
  let directory: String
  let broker: PrivateServer
  let workerProgram: String
  /// Where at the broker this program's queues are; nil is where the address leads.
  private var virtualHost: String?

  /// Starts a broker and lays out the topology.
  static func prepare() async throws -> Bench {
    let directory = try makeDirectory()
    // A database server runs as a user of its own, who must get through to its directory.
    chmod(directory, 0o711)
    let program = try findWorkerProgram()
    Report.note("starting a broker …")
    let broker = try PrivateServer.start(.broker, in: directory + "/broker")
    return Bench(directory: directory, broker: broker, workerProgram: program)
  }

  /// The same for another program, of an earlier commit, say, which makes its own schema and declares its own queues, in a virtual
  /// host of its own. To be made once.
  func with(_ program: String) throws -> Bench {
    guard access(program, X_OK) == 0 else {
      throw ChildProcess.Failure(description: "\(program) is no program that can be run")
    }
    let name = "other"
    try broker.control("add_vhost", name)
    try broker.control(
      "set_permissions", "-p", name, try AMQPURL(broker.url).user, ".*", ".*", ".*")
    var other = Bench(directory: directory, broker: broker, workerProgram: program)
    other.virtualHost = name
    return other
  }

  private init(directory: String, broker: PrivateServer, workerProgram: String) {
    self.directory = directory
    self.broker = broker
    self.workerProgram = workerProgram
  }

  /// What the program and the benchmark connect to.
  var brokerURL: String {
    guard let virtualHost else { return broker.url }
    return broker.url[...(broker.url.lastIndex(of: "/") ?? broker.url.startIndex)] + virtualHost
  }

  /// Beside this program.
  static func findWorkerProgram() throws(ChildProcess.Failure) -> String {
    let own = CommandLine.arguments.first ?? ""
    let slash = own.lastIndex(of: "/").map { String(own[...$0]) } ?? "./"
    let program = slash + "invoice-worker"
    guard access(program, X_OK) == 0 else {
      throw ChildProcess.Failure(
        description:
          "\(program) is not built: run `swift build -c release --static-swift-stdlib --product invoice-worker` first"
      )
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
    if virtualHost == nil { try await TopologyDeclaring.apply(.standard, over: connection) }
    try await connection.close()
    guard virtualHost != nil else { return }
    try ChildProcess.run(
      [workerProgram, "topology", "apply"], environment: ["AMQP_URL": brokerURL])
  }

  func configuration(_ name: String) throws -> ConnectionConfiguration {
    ConnectionConfiguration(url: try AMQPURL(brokerURL), name: "benchmark \(name)")
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
      "AMQP_URL": brokerURL, "DATABASE_URL": database, "INVOICE_WORKER_NAME": name,
    ]
    if let lanes { environment["INVOICE_WORKER_LANES"] = String(lanes) }
    return environment
  }

  func end() throws {
    try broker.stop()
    try ChildProcess.run(["rm", "-rf", directory])
  }
}
