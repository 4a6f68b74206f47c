internal import CSQLite

/// One connection to a SQLite database, with its prepared statements.
///
/// Rule: one owner. A connection and its statements are used by one thread at a time; hand it over
/// only as a whole (it is not `Sendable`, so the compiler sees to it; an actor that makes its own
/// is the usual owner). Why: it is opened without SQLite's mutexes, which makes calls cheaper and
/// transactions unambiguous, for a transaction belongs to the connection, not to the caller. Two
/// tasks that want to work at the same time open two connections.
///
/// The journal is a write-ahead log: readers see the last commit while one writer writes.
package final class SQLiteConnection {
  let handle: SQLiteHandle
  private let statements: StatementCache

  /// Opens the database and sets what the configuration says; foreign keys are always enforced.
  ///
  /// - Throws: ``SQLiteError``: the file cannot be made, opened or is no database, or another
  ///   process kept it locked beyond the busy timeout.
  package init(
    _ location: SQLiteLocation, configuration: SQLiteConfiguration = SQLiteConfiguration()
  ) throws(SQLiteError) {
    handle = try SQLiteHandle(location, access: configuration.access)
    statements = StatementCache(capacity: configuration.statementCacheCapacity)
    try configure(configuration, location)
  }

  /// A prepared statement for exactly one statement of SQL, from the cache where it is idle there.
  ///
  /// Values never belong into the text: they are bound, so that the cache finds the statement
  /// again and no value can be taken for SQL.
  package func statement(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
    let place = statements.place(of: sql)
    if let idle = place.take() { return SQLiteStatement(idle, from: place, of: statements) }
    let prepared = unsafe try PreparedStatement(sql, connection: handle.pointer)
    return SQLiteStatement(prepared, from: place, of: statements)
  }

  /// Runs a script of any number of statements without parameters, in order, up to the first that
  /// fails. Rows are passed over.
  package func execute(_ script: String) throws(SQLiteError) {
    let code = unsafe sqlite3_exec(handle.pointer, script, nil, nil, nil)
    guard code == SQLITE_OK else {
      throw unsafe SQLiteError(code: code, connection: handle.pointer, sql: script)
    }
  }

  /// Rows inserted, updated or deleted by the latest such statement (by itself, without triggers).
  package var changes: Int64 { unsafe sqlite3_changes64(handle.pointer) }

  /// Whether a transaction is open. SQLite ends one by itself on some failures (disk full, I/O).
  package var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle.pointer) == 0 }

  /// How many prepared statements are idle in the cache.
  package var idleStatementCount: Int { statements.count }

  private func configure(
    _ configuration: SQLiteConfiguration, _ location: SQLiteLocation
  ) throws(SQLiteError) {
    // First of all, so that the others wait for a lock as well.
    unsafe sqlite3_busy_timeout(handle.pointer, configuration.busyTimeoutMilliseconds)
    // What is deleted is overwritten only where its page is written anyhow. By default SQLite overwrites nothing, but some
    // systems' libraries do so at any price: each page of the outbox that is freed is written once more there.
    // No value from outside: numbers of the configuration.
    try execute(
      """
      PRAGMA foreign_keys = ON;
      PRAGMA synchronous = \(configuration.synchronous == .full ? "FULL" : "NORMAL");
      PRAGMA cache_size = -\(max(configuration.cacheKibibytes, 0));
      PRAGMA wal_autocheckpoint = \(max(configuration.checkpointPages, 1));
      PRAGMA temp_store = MEMORY;
      PRAGMA secure_delete = FAST;
      """)
    guard case .file = location, case .readWrite = configuration.access else { return }
    try switchToWriteAheadLog(waitingMilliseconds: configuration.busyTimeoutMilliseconds)
  }

  /// Two connections that switch one new file at the same time both hold a read lock and both want
  /// to write. SQLite answers the loser busy at once there, without the busy timeout, as waiting
  /// with the read lock held could not end. Let go and asked again, it is a matter of milliseconds.
  private func switchToWriteAheadLog(waitingMilliseconds: Int32) throws(SQLiteError) {
    let pause: Int32 = 2
    var waited: Int32 = 0
    while true {
      do throws(SQLiteError) {
        let journal = try statement("PRAGMA journal_mode = WAL")
        // It does not fail where the file system cannot share memory: it answers the mode kept.
        if try journal.step(), try journal.text(at: 0) == "wal" { return }
        throw SQLiteError(
          code: .cannotOpen, message: "the file system does not allow a write-ahead log")
      } catch  where error.isBusy && waited < waitingMilliseconds {
        waited += max(sqlite3_sleep(pause), 1)
      }
    }
  }
}
