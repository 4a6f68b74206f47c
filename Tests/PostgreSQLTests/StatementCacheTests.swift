import PostgreSQL
import Testing

@Suite("Prepared statements")
struct StatementCacheTests {
  private func prepared(_ connection: PostgreSQLConnection) throws -> Int64 {
    try connection.integer("SELECT count(*) FROM pg_prepared_statements")
  }

  @Test("A text is prepared once")
  func once() throws {
    try withSession { connection throws in
      let before = try prepared(connection)
      for value in 0..<50 as Range<Int64> {
        try connection.enqueue("SELECT $1::int8", PostgreSQLParameters { $0.append(value) })
      }
      #expect(try prepared(connection) == before + 1)
    }
  }

  @Test("The server holds no more statements than the cache")
  func bounded() throws {
    var configuration = PostgreSQLConfiguration()
    configuration.statementCacheCapacity = 3
    try withSession(configuration) { connection throws in
      for value in 0..<20 {
        let answers = try [connection.integer("SELECT \(value)"), connection.integer("SELECT 1")]
        #expect(answers == [Int64(value), 1])
      }
      // Those that fell out since the last pipeline began are still there.
      let count = try prepared(connection)
      #expect(count <= 4)
    }
  }

  @Test("A statement that could not be prepared is prepared again")
  func preparedAgain() throws {
    try withSession { connection throws in
      let sql = "SELECT count(*) FROM later"
      #expect(
        failure { () throws(PostgreSQLError) in _ = try connection.query(sql) }?.code
          == .undefinedTable)
      // Skipped behind an error: not prepared either.
      try connection.enqueue("SELECT 1 / 0")
      try connection.enqueue("SELECT 42")
      #expect(failure { () throws(PostgreSQLError) in try connection.sync() } != nil)
      #expect(try connection.integer("SELECT 42") == 42)
      try connection.execute("CREATE TABLE later (id int8)")
      #expect(try connection.integer(sql) == 0)
    }
  }

  @Test("A statement whose table has changed fails once and works again")
  func changedTable() throws {
    try withSession { connection throws in
      try connection.execute("CREATE TABLE t (id int8); INSERT INTO t VALUES (1)")
      #expect(try connection.query("SELECT * FROM t").columnCount == 1)
      try connection.execute("ALTER TABLE t ADD COLUMN name text")
      let error = failure { () throws(PostgreSQLError) in
        _ = try connection.query("SELECT * FROM t")
      }
      #expect(error?.code == .featureNotSupported)
      #expect(try connection.query("SELECT * FROM t").columnCount == 2)
    }
  }
}
