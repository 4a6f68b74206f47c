internal import CSQLite

/// A prepared statement on loan from its connection's cache, for the scope that holds it: bind,
/// step, read, and at the end of the scope it is reset and given back, also when the scope throws.
///
/// ```swift
/// let accounts = try connection.statement("SELECT id, name FROM account WHERE currency = ?1")
/// try accounts.bind("EUR", at: 1)
/// while try accounts.step() {
///   names[try accounts.text(at: 0)] = try accounts.text(at: 1)
/// }
/// ```
///
/// Parameters count from 1, columns from 0, as in SQLite. Not copyable, so it cannot be used after
/// it was given back. Confined, like its connection, to one thread at a time.
package struct SQLiteStatement: ~Copyable {
  let prepared: PreparedStatement
  private let cache: StatementCache
  private let place: StatementCache.Place

  init(_ prepared: PreparedStatement, from place: StatementCache.Place, of cache: StatementCache) {
    self.prepared = prepared
    self.place = place
    self.cache = cache
  }

  deinit {
    prepared.reset()
    cache.giveBack(prepared, to: place)
  }

  /// Goes to the next row. True: there is one to read; false: the statement has run to its end.
  package borrowing func step() throws(SQLiteError) -> Bool {
    let code = unsafe sqlite3_step(prepared.pointer)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw failure(code)
    }
  }

  /// Runs to the end, past any rows, and makes ready for the next run. Bindings stay, so a loop
  /// binds only what changes.
  ///
  /// - Throws: ``SQLiteError``; the statement is ready for another run all the same.
  package borrowing func run() throws(SQLiteError) {
    var code = unsafe sqlite3_step(prepared.pointer)
    while code == SQLITE_ROW { code = unsafe sqlite3_step(prepared.pointer) }
    guard code == SQLITE_DONE else {
      // Before the reset, while the connection still has this failure's message.
      let error = failure(code)
      unsafe sqlite3_reset(prepared.pointer)
      throw error
    }
    unsafe sqlite3_reset(prepared.pointer)
  }

  /// Makes ready to be stepped from its start again; bindings stay.
  package borrowing func rewind() {
    unsafe sqlite3_reset(prepared.pointer)
  }

  /// The error for `code`, with the message the connection holds now.
  borrowing func failure(_ code: Int32) -> SQLiteError {
    unsafe SQLiteError(
      code: code, connection: sqlite3_db_handle(prepared.pointer), sql: prepared.sql)
  }
}
