import Glibc

/// Where a measurement's records are.
enum PrivateDatabase {
  /// A file; gone when the measurement is.
  case sqlite
  /// A server of the benchmark's own, made by `compose/postgres.sh` and gone when the benchmark ends.
  case postgreSQL(directory: String, url: String)

  static let script = "compose/postgres.sh"

  var name: String {
    switch self {
    case .sqlite: "SQLite"
    case .postgreSQL: "PostgreSQL"
    }
  }

  static func startPostgreSQL(in directory: String) throws(ChildProcess.Failure) -> PrivateDatabase
  {
    guard access(script, X_OK) == 0 else {
      throw ChildProcess.Failure(
        description: "\(script) is not here: run the benchmark from the package's directory")
    }
    try ChildProcess.run([script, "start", directory])
    for line in TextFile.lines(of: "\(directory)/env") {
      let prefix = "export DATABASE_URL="
      if line.hasPrefix(prefix) {
        return .postgreSQL(directory: directory, url: String(line.dropFirst(prefix.count)))
      }
    }
    throw ChildProcess.Failure(description: "\(directory)/env names no DATABASE_URL")
  }

  /// The address of an empty database of this name.
  func make(_ name: String, in directory: String) throws(ChildProcess.Failure) -> String {
    switch self {
    case .sqlite:
      return "sqlite:\(directory)/\(name).db"
    case .postgreSQL(let server, let url):
      try ChildProcess.run([Self.script, "psql", server, "-qc", "CREATE DATABASE \(name)"])
      let end = url.lastIndex(of: "/") ?? url.endIndex
      return url[..<end] + "/" + name
    }
  }

  func remove(_ name: String, in directory: String) throws(ChildProcess.Failure) {
    switch self {
    case .sqlite:
      for suffix in ["", "-wal", "-shm"] { unlink("\(directory)/\(name).db\(suffix)") }
    case .postgreSQL(let server, _):
      try ChildProcess.run([
        Self.script, "psql", server, "-qc", "DROP DATABASE \(name) WITH (FORCE)",
      ])
    }
  }

  func stop() throws(ChildProcess.Failure) {
    guard case .postgreSQL(let directory, _) = self else { return }
    try ChildProcess.run([Self.script, "stop", directory])
  }

  /// Processor time of the server's processes so far, in seconds, those that have ended among them. A
  /// database in the worker's own process has none.
  var processorSeconds: Double {
    guard case .postgreSQL(let directory, _) = self,
      let line = TextFile.lines(of: "\(directory)/data/postmaster.pid").first,
      let server = pid_t(line)
    else { return 0 }
    var sum = ChildProcess.processorSeconds(of: server, withEndedChildren: true)
    for pid in TextFile.directory("/proc").compactMap({ pid_t($0) })
    where ChildProcess.parent(of: pid) == server {
      sum += ChildProcess.processorSeconds(of: pid)
    }
    return sum
  }
}
