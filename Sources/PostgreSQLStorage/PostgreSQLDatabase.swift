package import CivilTime
internal import PostgreSQL
package import Storage

/// A PostgreSQL connection as the store uses it.
///
/// Writes that answer nothing are sent without waiting, and `BEGIN` with the first statement: what
/// such a write meets is thrown by the next call that waits, at the latest by the commit.
package final class PostgreSQLDatabase: Database {
  package let dialect = PostgreSQLDialect()
  private let connection: PostgreSQLConnection
  private var clock = ServerClock()
  /// As many as there are tables and ways to write them.
  private var bulkStatements: [BulkWrite: BulkStatement] = [:]

  init(_ connection: PostgreSQLConnection) {
    self.connection = connection
  }

  package func now() throws(StoreError) -> UTCInstant {
    try translating { () throws(PostgreSQLError) in try clock.now(connection) }
  }

  package func begin(_ access: TransactionAccess) throws(StoreError) {
    try translating { () throws(PostgreSQLError) in
      switch access {
      case .write: try connection.begin()
      // All queries see the same commit.
      case .read: try connection.begin(.repeatableRead)
      }
    }
  }

  package func commit() throws(StoreError) {
    try translating { () throws(PostgreSQLError) in try connection.commit() }
  }

  package func rollback() throws(StoreError) {
    try translating { () throws(PostgreSQLError) in try connection.rollback() }
  }

  package func query(
    _ statement: SQL, _ row: (any DatabaseRow) throws(StoreError) -> Void
  ) throws(StoreError) {
    try PostgreSQLRow(try result(of: statement)).forEach(row)
  }

  package func query(
    together statements: [SQL], _ row: (Int, any DatabaseRow) throws(StoreError) -> Void
  ) throws(StoreError) {
    var tickets: [PostgreSQLTicket] = []
    tickets.reserveCapacity(statements.count)
    for statement in statements {
      let (text, values) = statement.rendered(for: dialect)
      tickets.append(
        try translating { () throws(PostgreSQLError) in
          try connection.submit(text, PostgreSQLParameters(values))
        })
    }
    try translating { () throws(PostgreSQLError) in try connection.sync() }
    for (place, ticket) in tickets.enumerated() {
      let result = try translating { () throws(PostgreSQLError) in
        try connection.result(for: ticket)
      }
      try PostgreSQLRow(result).forEach { found throws(StoreError) in try row(place, found) }
    }
  }

  package func stream(
    _ statement: SQL, _ row: (any DatabaseRow) throws(StoreError) -> Void
  ) throws(StoreError) {
    // The whole answer is wanted, not its beginning soon.
    try execute("SET LOCAL cursor_tuple_fraction = 1")
    try execute("DECLARE stream NO SCROLL CURSOR FOR \(statement)")
    let fetch = "FETCH FORWARD \(Self.rowsAtOnce) FROM stream"
    var isLast = false
    while !isLast {
      let rows = try translating { () throws(PostgreSQLError) in try connection.query(fetch) }
      isLast = rows.rowCount < Self.rowsAtOnce
      try PostgreSQLRow(rows).forEach(row)
    }
    try execute("CLOSE stream")
  }

  /// Rows of a stream that are in memory together.
  private static let rowsAtOnce = 2_000

  package func perform(_ statement: SQL) throws(StoreError) {
    let (text, values) = statement.rendered(for: dialect)
    try translating { () throws(PostgreSQLError) in
      try connection.enqueue(text, PostgreSQLParameters(values))
    }
  }

  @discardableResult
  package func execute(_ statement: SQL) throws(StoreError) -> Int {
    try result(of: statement).affectedRowCount
  }

  package func write(
    _ write: BulkWrite, _ rows: RowBuffer, _ returned: (any DatabaseRow) throws(StoreError) -> Void
  ) throws(StoreError) {
    guard !rows.isEmpty else { return }
    guard write.returnsRows else {
      let (text, parameters) = try rendered(write, rows)
      return try translating { () throws(PostgreSQLError) in
        try connection.enqueue(text, parameters)
      }
    }
    try PostgreSQLRow(try result(of: write, rows)).forEach(returned)
  }

  package func change(_ write: BulkWrite, _ rows: RowBuffer) throws(StoreError) -> Int {
    guard !rows.isEmpty else { return 0 }
    return try result(of: write, rows).affectedRowCount
  }

  private func result(
    of write: BulkWrite, _ rows: RowBuffer
  ) throws(StoreError) -> PostgreSQLResult {
    let (text, parameters) = try rendered(write, rows)
    return try translating { () throws(PostgreSQLError) in
      try connection.query(text, parameters)
    }
  }

  private func rendered(
    _ write: BulkWrite, _ rows: RowBuffer
  ) throws(StoreError) -> (text: String, parameters: PostgreSQLParameters) {
    try bulkStatements[write, default: BulkStatement(write)].rendered(for: rows)
  }

  package func run(script: String) throws(StoreError) {
    try translating { () throws(PostgreSQLError) in try connection.execute(script) }
  }

  private func result(of statement: SQL) throws(StoreError) -> PostgreSQLResult {
    let (text, values) = statement.rendered(for: dialect)
    return try translating { () throws(PostgreSQLError) in
      try connection.query(text, PostgreSQLParameters(values))
    }
  }
}

/// The store's error for PostgreSQL's.
func translating<Result>(
  _ body: () throws(PostgreSQLError) -> Result
) throws(StoreError) -> Result {
  do throws(PostgreSQLError) {
    return try body()
  } catch {
    throw StoreError(error)
  }
}
