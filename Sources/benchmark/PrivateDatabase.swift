import Glibc
import PostgreSQLStorage
import SQLiteStorage
import Storage

/// Where a measurement's records are.
enum PrivateDatabase {
  /// A file; gone when the measurement is.
  case sqlite
  case postgreSQL(PrivateServer)

  var name: String {
    switch self {
    case .sqlite: "SQLite"
    case .postgreSQL: "PostgreSQL"
    }
  }

  /// Whether a server works for the worker, whose processor time can be told from the worker's.
  var hasProcesses: Bool { if case .postgreSQL = self { true } else { false } }

  /// The address of an empty database of this name.
  func make(_ name: String, in directory: String) throws(ChildProcess.Failure) -> String {
    switch self {
    case .sqlite:
      return "sqlite:\(directory)/\(name).db"
    case .postgreSQL(let server):
      try server.psql("-c", "CREATE DATABASE \(name)")
      let end = server.url.lastIndex(of: "/") ?? server.url.endIndex
      return server.url[..<end] + "/" + name
    }
  }

  /// Opens the database at an address that ``make(_:in:)`` gave.
  func opener(of address: String) throws(StoreError) -> any DatabaseOpener {
    switch self {
    case .sqlite: SQLiteOpener(path: String(address.dropFirst("sqlite:".count)))
    case .postgreSQL: try PostgreSQLOpener(url: address)
    }
  }

  func remove(_ name: String, in directory: String) throws(ChildProcess.Failure) {
    switch self {
    case .sqlite:
      for suffix in ["", "-wal", "-shm"] { unlink("\(directory)/\(name).db\(suffix)") }
    case .postgreSQL(let server):
      try server.psql("-c", "DROP DATABASE \(name) WITH (FORCE)")
    }
  }

  func stop() throws(ChildProcess.Failure) {
    guard case .postgreSQL(let server) = self else { return }
    try server.stop()
  }

  /// Processor time of the server's processes so far, in seconds. A database in the worker's own process has none.
  var processorSeconds: Double {
    guard case .postgreSQL(let server) = self else { return 0 }
    return server.processorSeconds
  }
}
