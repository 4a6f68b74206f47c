internal import SQLite
package import Storage

/// A SQLite connection as the store uses it.
package final class SQLiteDatabase: Database {
  package let dialect = SQLiteDialect()
  private let connection: SQLiteConnection
  private let watch: FileWatch
  private var isWriting = false

  /// The connection is to the file at this path.
  init(_ connection: SQLiteConnection, path: String, committed: CommittedCount) {
    self.connection = connection
    watch = FileWatch(path: path, committed: committed)
  }

  deinit {
    if !watch.isFileIntact(connection) { connection.keepLogOnClose() }
  }

  package var staleness: String? { watch.staleness }

  package func commitCount() throws(StoreError) -> Int32? {
    try translating { () throws(SQLiteError) in try connection.userVersion() }
  }

  package private(set) var lastCommitCount: Int32?

  package func begin(_ access: TransactionAccess) throws(StoreError) {
    try translating { () throws(SQLiteError) in
      switch access {
      case .write: try connection.beginImmediate()
      case .read: try connection.beginRead()
      }
    }
    isWriting = access == .write
    guard isWriting else { return }
    do throws(StoreError) {
      try watch.begin(connection)
    } catch {
      // Nothing was done yet, and the caller of a beginning that failed has nothing to take back.
      try rollback()
      throw error
    }
  }

  /// A commit into files that have been deleted would succeed, be acknowledged, and be gone with the process.
  package func commit() throws(StoreError) {
    if isWriting { try watch.prepareCommit(connection) }
    try translating { () throws(SQLiteError) in try connection.commit() }
    lastCommitCount = isWriting ? try watch.confirmCommit() : nil
  }

  package func rollback() throws(StoreError) {
    try translating { () throws(SQLiteError) in try connection.rollback() }
  }

  package func query(
    _ statement: SQL, _ row: (any DatabaseRow) throws(StoreError) -> Void
  ) throws(StoreError) {
    let (text, values) = statement.rendered(for: dialect)
    let current = SQLiteRow(try prepare(text))
    try current.bind(values[...])
    while try current.step() { try row(current) }
  }

  /// What is sorted here is as long as the table, so it goes into a file that has no name; elsewhere it is short.
  package func stream(
    _ statement: SQL, _ row: (any DatabaseRow) throws(StoreError) -> Void
  ) throws(StoreError) {
    try run(script: "PRAGMA temp_store = FILE")
    let result = Result { () throws(StoreError) in try query(statement, row) }
    try run(script: "PRAGMA temp_store = MEMORY")
    try result.get()
  }

  @discardableResult
  package func execute(_ statement: SQL) throws(StoreError) -> Int {
    let (text, values) = statement.rendered(for: dialect)
    let prepared = try prepare(text)
    try prepared.bind(values[...])
    try translating { () throws(SQLiteError) in try prepared.run() }
    return Int(connection.changes)
  }

  package func write(
    _ write: BulkWrite, _ rows: RowBuffer, _ returned: (any DatabaseRow) throws(StoreError) -> Void
  ) throws(StoreError) {
    try run(write, rows) { current throws(StoreError) in
      // To the end, not to the first row: only then the row is written and the statement free.
      while try current.step() { try returned(current) }
    }
  }

  package func change(_ write: BulkWrite, _ rows: RowBuffer) throws(StoreError) -> Int {
    var count = 0
    try run(write, rows) { current throws(StoreError) in
      while try current.step() {}
      count += Int(connection.changes)
    }
    return count
  }

  /// Runs the statement of a write once for each row, which `step` does.
  private func run(
    _ write: BulkWrite, _ rows: RowBuffer, _ step: (SQLiteRow) throws(StoreError) -> Void
  ) throws(StoreError) {
    let count = write.columns.count
    guard count > 0, rows.values.count.isMultiple(of: count) else {
      throw StoreError(.fault, "\(rows.values.count) values are no whole rows of \(count) columns")
    }
    let current = SQLiteRow(try prepare(write.rendered(for: dialect)))
    for start in stride(from: 0, to: rows.values.count, by: count) {
      try current.bind(rows.values[start..<(start + count)])
      try step(current)
      current.rewind()
    }
  }

  package func run(script: String) throws(StoreError) {
    try translating { () throws(SQLiteError) in try connection.execute(script) }
  }

  private func prepare(_ text: String) throws(StoreError) -> SQLiteStatement {
    do throws(SQLiteError) {
      return try connection.statement(text)
    } catch {
      throw StoreError(error)
    }
  }
}

/// The store's error for SQLite's.
func translating<Result>(
  _ body: () throws(SQLiteError) -> Result
) throws(StoreError) -> Result {
  do throws(SQLiteError) {
    return try body()
  } catch {
    throw StoreError(error)
  }
}
