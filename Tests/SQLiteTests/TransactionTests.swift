import SQLite
import Testing

@Suite struct TransactionTests {
  let connection: SQLiteConnection

  init() throws {
    connection = try SQLiteConnection(.memory)
    try connection.execute(
      """
      CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT;
      CREATE TABLE c (a INTEGER REFERENCES t (a) DEFERRABLE INITIALLY DEFERRED) STRICT;
      """)
  }

  private func count() throws -> Int64 { try connection.integer("SELECT count(*) FROM t") }

  @Test func whatIsCommittedIsThere() throws {
    try connection.beginImmediate()
    try connection.execute("INSERT INTO t VALUES (1)")
    #expect(connection.isInTransaction)
    try connection.commit()
    #expect(!connection.isInTransaction)
    #expect(try count() == 1)
  }

  @Test func aRefusedCommitIsRolledBackByTheCaller() throws {
    try connection.beginImmediate()
    try connection.execute("INSERT INTO t VALUES (1); INSERT INTO c VALUES (99)")
    let error = try #require(throws: SQLiteError.self) { try connection.commit() }
    #expect(error.code == .foreignKeyConstraint)
    #expect(connection.isInTransaction)
    try connection.rollback()
    #expect(!connection.isInTransaction)
    #expect(try count() == 0)
  }

  @Test func transactionsDoNotNest() throws {
    try connection.beginImmediate()
    #expect(throws: SQLiteError.self) { try connection.beginImmediate() }
    #expect(connection.isInTransaction, "the outer one is untouched")
  }

  @Test func rollingBackWithoutATransactionIsNothing() throws {
    try connection.rollback()
    try connection.execute("INSERT INTO t VALUES (1)")
    try connection.rollback()
    #expect(try count() == 1)
  }

  @Test func committingWithoutATransactionIsAnError() {
    #expect(throws: SQLiteError.self) { try connection.commit() }
  }

  @Test func aRowStillBeingReadDoesNotHoldTheTransactionOpen() throws {
    try connection.execute("INSERT INTO t VALUES (1), (2)")
    try connection.beginImmediate()
    let reading = try connection.statement("SELECT a FROM t")
    #expect(try reading.step())
    try connection.execute("INSERT INTO t VALUES (3)")
    try connection.rollback()
    #expect(try count() == 2)
  }
}
