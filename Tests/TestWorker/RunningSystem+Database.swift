package import Billing
import Foundation
import PostgreSQL
package import SQLite
import SQLiteStorage
package import Storage
import Synchronization
import TestSupport

extension RunningSystem {
  /// Makes the directory of a SQLite file.
  package func prepareDirectory() throws {
    try FileManager.default.createDirectory(
      at: URL(fileURLWithPath: databasePath).deletingLastPathComponent(),
      withIntermediateDirectories: true)
  }

  /// Makes the schema.
  package func migrate() throws {
    try prepareDirectory()
    _ = try Schema(StoreSession(opener, for: .migrating)).migrate()
  }

  /// Has the SQLite file there with its schema from one moment to the next: a worker that looks in between would find a
  /// database without schema, and end.
  package func placeMigratedDatabase() throws {
    let folder = URL(fileURLWithPath: databasePath).deletingLastPathComponent()
    let prepared = folder.deletingLastPathComponent().appending(path: "prepared")
    try FileManager.default.createDirectory(at: prepared, withIntermediateDirectories: true)
    let file = URL(fileURLWithPath: databasePath).lastPathComponent
    do {
      let opener = SQLiteOpener(path: prepared.appending(path: file).path)
      _ = try Schema(StoreSession(opener, for: .migrating)).migrate()
    }
    try FileManager.default.moveItem(at: prepared, to: folder)
  }

  /// What the command line would ask.
  package func queries<Value>(_ body: (Queries) throws -> Value) throws -> Value {
    try body(Queries(try StoreSession(opener, for: .reading)))
  }

  /// A connection of the test's own to the workers' SQLite file. It waits for their locks as long as they may for its own.
  package func database() throws -> SQLiteConnection {
    try SQLiteConnection(
      .file(databasePath), configuration: SQLiteConfiguration(busyTimeoutMilliseconds: 60_000))
  }

  /// Takes the lock of the SQLite file as soon as no worker holds it: until the caller rolls back, workers take
  /// deliveries and can do none of them.
  package func lockDatabase() async throws -> SQLiteConnection {
    let lock = try database()
    try await eventually("no worker writes") {
      do {
        try lock.beginImmediate()
        return true
      } catch let error as SQLiteError where error.isBusy {
        return false
      }
    }
    return lock
  }

  /// Copies all of the SQLite file's log into the file, once nobody is in the way of that.
  package func checkpoint() async throws {
    try await eventually("all of the log is in the file") {
      // Its first column says whether somebody was in the way.
      try count("PRAGMA wal_checkpoint(TRUNCATE)") == 0
    }
  }

  /// Runs statements on the workers' database.
  package func execute(_ sql: String) throws {
    switch store {
    case .sqlite: try database().execute(sql)
    case .postgreSQL:
      try withSession { session in
        while true {
          do {
            return try session.execute(sql)
          } catch let error as PostgreSQLError where error.code == .deadlockDetected {
            // With a worker that locks the same rows in another order: both cannot win, and the test may as well lose.
            continue
          }
        }
      }
    }
  }

  /// The first column of every row, as text.
  package func column(_ sql: String) throws -> [String] {
    switch store {
    case .sqlite:
      let statement = try database().statement(sql)
      var values: [String] = []
      while try statement.step() { values.append(try statement.text(at: 0)) }
      return values
    case .postgreSQL:
      return try withSession { session in
        let result = try session.query(sql, PostgreSQLParameters())
        return try (0..<result.rowCount).map { try result.text($0, 0) }
      }
    }
  }

  /// The number that a query answers.
  package func count(_ sql: String) throws -> Int {
    switch store {
    case .sqlite:
      let statement = try database().statement(sql)
      guard try statement.step() else { return 0 }
      return Int(try statement.int64(at: 0))
    case .postgreSQL:
      return try column(sql).first.flatMap { Int($0) } ?? 0
    }
  }

  /// Messages in the outbox, in rows of their own or packs.
  package func countUnsent() throws -> Int {
    try count(
      """
      SELECT (SELECT count(*) FROM outbox_message)
        + (SELECT CAST(coalesce(sum(events), 0) AS bigint) FROM outbox_pack)
      """)
  }

  /// Makes every pack of the outbox rows of its messages, whoever has it in hand.
  package func unpackOutbox() throws {
    let session = try StoreSession(opener, for: .processing)
    let packs = try column("SELECT id FROM outbox_pack")
    try session.unpack(packs, without: [])
  }

  private func withSession<Value: Sendable>(
    _ body: @Sendable (PostgreSQLConnection) throws -> Value
  ) throws -> Value {
    let url = try PostgreSQLURL(databaseURL)
    return try session.withLock { session in
      if let session, session.isUsable { return try body(session) }
      let opened = try PostgreSQLConnection(url)
      let value = try body(opened)
      session = opened
      return value
    }
  }

  /// The stored outcome of a request, whatever its source.
  package func stored(_ id: String) throws -> StoredRequest? {
    try queries { try $0.requests(identifier: id).first }
  }

  package func invoices(of account: String) throws -> [Invoice] {
    try queries { try $0.invoices(of: Account.ID(account)) }
  }

  package func errorLogs(ofRequest id: String) throws -> [ErrorLog] {
    try queries { try $0.errorLogs(.request(identifier: id), limit: 100) }
  }

  package func schedule(_ id: String, _ column: String) throws -> String? {
    try self.column("SELECT \(column) FROM billing_schedule WHERE id = '\(id)'").first
  }
}
