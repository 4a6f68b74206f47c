import Glibc

/// A server of the benchmark's own, made by one of the scripts in `compose` and gone when the benchmark ends.
struct PrivateServer {
  let directory: String
  let url: String
  private let script: Script

  enum Script: String {
    case broker = "compose/broker.sh"
    case postgres = "compose/postgres.sh"

    /// What the script calls the server's address in the settings that it writes.
    fileprivate var addressVariable: String {
      switch self {
      case .broker: "AMQP_URL"
      case .postgres: "DATABASE_URL"
      }
    }

    /// What begins with the identifier of the process that has started all others, in the server's directory.
    fileprivate var processFile: String {
      switch self {
      case .broker: "pid"
      case .postgres: "data/postmaster.pid"
      }
    }
  }

  /// Starts one that keeps everything in the directory, which the script makes.
  static func start(
    _ script: Script, in directory: String
  ) throws(ChildProcess.Failure) -> PrivateServer {
    guard access(script.rawValue, X_OK) == 0 else {
      throw ChildProcess.Failure(
        description:
          "\(script.rawValue) is not here: run the benchmark from the package's directory")
    }
    try ChildProcess.run([script.rawValue, "start", directory])
    let prefix = "export \(script.addressVariable)="
    for line in TextFile.lines(of: "\(directory)/env") where line.hasPrefix(prefix) {
      return PrivateServer(
        directory: directory, url: String(line.dropFirst(prefix.count)), script: script)
    }
    throw ChildProcess.Failure(
      description: "\(directory)/env names no \(script.addressVariable)")
  }

  func stop() throws(ChildProcess.Failure) {
    try ChildProcess.run([script.rawValue, "stop", directory])
  }

  /// Runs statements as the owner of a PostgreSQL server: the arguments are psql's.
  func psql(_ arguments: String...) throws(ChildProcess.Failure) {
    try ChildProcess.run(
      [script.rawValue, "psql", directory, "-q", "-v", "ON_ERROR_STOP=1"] + arguments)
  }

  /// The first line that a PostgreSQL server answers to a query in one of its databases; columns stand between bars.
  func line(of query: String, in database: String) throws(ChildProcess.Failure) -> String {
    let file = "\(directory)/answer"
    try ChildProcess.run(
      [
        script.rawValue, "psql", directory, "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d",
        database,
        "-c", query,
      ], output: file)
    return TextFile.lines(of: file).first ?? ""
  }

  /// Runs rabbitmqctl against a broker.
  func control(_ arguments: String...) throws(ChildProcess.Failure) {
    try ChildProcess.run([script.rawValue, "ctl", directory, "-q"] + arguments)
  }

  /// Processor time of the server's processes so far, in seconds: with sessions, background writers and helpers, those that have ended
  /// too.
  var processorSeconds: Double {
    guard let line = TextFile.lines(of: "\(directory)/\(script.processFile)").first,
      let process = pid_t(line)
    else { return 0 }
    return ChildProcess.processorSeconds(withDescendantsOf: process)
  }
}
