import Glibc

/// A PostgreSQL server of the benchmark's own, made by `compose/postgres.sh` and gone when the benchmark ends.
struct PrivateDatabase {
  let directory: String
  /// Of the database that its owner begins with.
  let url: String

  static let script = "compose/postgres.sh"

  static func start() throws(ChildProcess.Failure) -> PrivateDatabase {
    // Handed over to the server's user, who could not reach into a directory of ours.
    let directory = try Bench.makeDirectory()
    try ChildProcess.run([script, "start", directory])
    for line in TextFile.lines(of: "\(directory)/env") {
      let prefix = "export DATABASE_URL="
      if line.hasPrefix(prefix) {
        return PrivateDatabase(directory: directory, url: String(line.dropFirst(prefix.count)))
      }
    }
    throw ChildProcess.Failure(description: "\(directory)/env names no DATABASE_URL")
  }

  func stop() throws(ChildProcess.Failure) {
    try ChildProcess.run([Self.script, "stop", directory])
    try ChildProcess.run(["rm", "-rf", directory])
  }

  /// Runs a statement, or a file's statements with `-f`, as the owner of everything.
  func psql(_ arguments: String...) throws(ChildProcess.Failure) {
    try ChildProcess.run(
      [Self.script, "psql", directory, "-q", "-v", "ON_ERROR_STOP=1"] + arguments)
  }
}
