package import CivilTime

/// One connection to a database: what the store needs of it and no more.
///
/// Rule: one owner, one thread at a time, calls in sequence. A transaction belongs to the connection,
/// so two users of one connection would be in each other's transaction.
///
/// A lost connection is ``StoreError/Kind/unavailable``; it is not opened again behind the caller's
/// back, for the transaction is gone with it.
package protocol Database: AnyObject {
  associatedtype SQLDialect: Dialect
  var dialect: SQLDialect { get }

  func begin(_ access: TransactionAccess) throws(StoreError)
  /// Durable when it returns, on a connection opened for processing.
  func commit() throws(StoreError)
  func rollback() throws(StoreError)

  /// Runs a query and hands over its rows one by one. `row` must not use the connection.
  func query(
    _ statement: SQL, _ row: (any DatabaseRow) throws(StoreError) -> Void
  ) throws(StoreError)

  /// Runs a query of any number of rows in constant memory; the transaction must be open, and one stream at a time. `row`
  /// must not use the connection.
  func stream(
    _ statement: SQL, _ row: (any DatabaseRow) throws(StoreError) -> Void
  ) throws(StoreError)

  /// Runs queries that do not depend on each other's answers, one after the other, at the price of one
  /// where the way to the database is what costs. Hands over the rows with the query's place.
  func query(
    together statements: [SQL], _ row: (Int, any DatabaseRow) throws(StoreError) -> Void
  ) throws(StoreError)

  /// Runs a statement that answers no rows; returns how many it changed.
  @discardableResult
  func execute(_ statement: SQL) throws(StoreError) -> Int

  /// The same where nobody needs the number. What it meets is thrown by a later call, at the latest by
  /// the commit.
  func perform(_ statement: SQL) throws(StoreError)

  /// Writes the rows in their order; hands over the rows that `write` returns, in no promised order.
  func write(
    _ write: BulkWrite, _ rows: RowBuffer, _ returned: (any DatabaseRow) throws(StoreError) -> Void
  ) throws(StoreError)

  /// Writes the rows in their order, and waits for it; returns how many rows of the table it has inserted or changed.
  func change(_ write: BulkWrite, _ rows: RowBuffer) throws(StoreError) -> Int

  /// Runs the statements of a script, without parameters or rows.
  func run(script: String) throws(StoreError)

  /// How many transactions have changed the database, as the open transaction sees it, modulo 2³²; nil where nobody counts
  /// them. Two transactions that see the same count see the same content.
  func commitCount() throws(StoreError) -> Int32?

  /// What the last commit over this connection counted on to; nil where it changed nothing, or nobody counts.
  var lastCommitCount: Int32? { get }

  /// The time by the database's clock, which all workers share, whatever their own clocks say. Outside of
  /// transactions.
  func now() throws(StoreError) -> UTCInstant

  /// What is wrong, in a sentence, where another connection would be to another database than this one: its files were
  /// deleted or replaced. Close it then, for the others can only go on when nobody has it open.
  var staleness: String? { get }
}

extension Database {
  package var staleness: String? { nil }

  package func commitCount() throws(StoreError) -> Int32? { nil }

  package var lastCommitCount: Int32? { nil }
}

/// For a database on this machine.
extension Database {
  package func now() throws(StoreError) -> UTCInstant { .now() }
}

/// For a database in this process: there is no way that costs.
extension Database {
  package func query(
    together statements: [SQL], _ row: (Int, any DatabaseRow) throws(StoreError) -> Void
  ) throws(StoreError) {
    for (place, statement) in statements.enumerated() {
      try query(statement) { found throws(StoreError) in try row(place, found) }
    }
  }

  package func perform(_ statement: SQL) throws(StoreError) { try execute(statement) }

  package func stream(
    _ statement: SQL, _ row: (any DatabaseRow) throws(StoreError) -> Void
  ) throws(StoreError) {
    try query(statement, row)
  }
}

extension Database {
  /// Writes rows where nothing is returned; none is nothing to do.
  func write(_ write: BulkWrite, _ rows: RowBuffer) throws(StoreError) {
    guard !rows.isEmpty else { return }
    try self.write(write, rows) { _ throws(StoreError) in }
  }

  /// The values of every row, made by `decode`.
  func rows<Value>(
    _ statement: SQL, _ decode: (inout RowDecoder) throws(StoreError) -> Value
  ) throws(StoreError) -> [Value] {
    var values: [Value] = []
    try query(statement) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      values.append(try decode(&decoder))
    }
    return values
  }

  /// The one value of a query that answers one row; nil for no row.
  func first<Value>(
    _ statement: SQL, _ decode: (inout RowDecoder) throws(StoreError) -> Value
  ) throws(StoreError) -> Value? {
    try rows(statement, decode).first
  }
}
