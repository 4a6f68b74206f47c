/// Transactions. Writers begin with `BEGIN IMMEDIATE`: it takes the write lock at once and waits
/// for it, up to the busy timeout. One that begins by reading and writes later fails with
/// ``SQLiteResultCode/busy`` without waiting when another has committed in between.
extension SQLiteConnection {
  package func beginImmediate() throws(SQLiteError) {
    try statement("BEGIN IMMEDIATE").run()
  }

  /// Begins a transaction that only reads: all its statements see the same commit.
  package func beginRead() throws(SQLiteError) {
    try statement("BEGIN DEFERRED").run()
  }

  /// With `synchronous` full the changes are on stable storage when this returns. When it throws
  /// the transaction may still be open: roll it back.
  package func commit() throws(SQLiteError) {
    try statement("COMMIT").run()
  }

  /// Takes back everything since the beginning; nothing to do where SQLite has done so already.
  package func rollback() throws(SQLiteError) {
    guard isInTransaction else { return }
    try statement("ROLLBACK").run()
  }
}
