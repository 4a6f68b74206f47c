/// How much a database has stored and logged so far, in bytes.
struct DatabaseVolume {
  let stored: Double
  /// Of PostgreSQL's write-ahead log; SQLite's is folded into its file.
  let logged: Double?

  /// Of the database at an address of ``PrivateDatabase/make(_:in:)``.
  static func read(
    of database: PrivateDatabase, at address: String
  ) throws(ChildProcess.Failure) -> DatabaseVolume {
    switch database {
    case .sqlite:
      let path = String(address.dropFirst("sqlite:".count))
      return DatabaseVolume(
        stored: DiskUse.bytes(of: path) + DiskUse.bytes(of: path + "-wal"), logged: nil)
    case .postgreSQL(let server):
      let line = try server.line(
        of: "SELECT pg_database_size(current_database()), pg_current_wal_lsn() - '0/0'",
        in: String(address.split(separator: "/").last ?? ""))
      let parts = line.split(separator: "|").compactMap { Double($0) }
      guard parts.count == 2 else {
        throw ChildProcess.Failure(
          description: "the database does not say how large it is: \(line)")
      }
      return DatabaseVolume(stored: parts[0], logged: parts[1])
    }
  }
}
