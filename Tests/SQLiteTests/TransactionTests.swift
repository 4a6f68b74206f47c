import SQLite
import Testing

@Suite struct TransactionTests {
  struct Refusal: Error {}

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

  @Test func whatTheBodyReturnsIsReturnedAfterTheCommit() throws {
    let answer = try connection.withTransaction { () throws(SQLiteError) -> Int in
      try connection.execute("INSERT INTO t VALUES (1)")
      #expect(connection.isInTransaction)
      return 42
    }
    #expect(answer == 42)
    #expect(!connection.isInTransaction)
    #expect(try count() == 1)
  }

  @Test func aBodyThatThrowsLeavesNothing() throws {
    let error = try #require(throws: SQLiteTransactionError<any Error>.self) {
      try connection.withTransaction { () throws(any Error) in
        try connection.execute("INSERT INTO t VALUES (1)")
        throw Refusal()
      }
    }
    guard case .body(let cause, rollback: nil) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(cause is Refusal)
    #expect(!connection.isInTransaction)
    #expect(try count() == 0)
  }

  @Test func aRefusedCommitLeavesNothing() throws {
    let error = try #require(throws: SQLiteTransactionError<SQLiteError>.self) {
      try connection.withTransaction { () throws(SQLiteError) in
        try connection.execute("INSERT INTO t VALUES (1); INSERT INTO c VALUES (99)")
      }
    }
    guard case .commit(let cause, rollback: nil) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(cause.code == .foreignKeyConstraint)
    #expect(!connection.isInTransaction)
    #expect(try count() == 0)
  }

  @Test func transactionsDoNotNest() throws {
    try connection.beginImmediate()
    let error = try #require(throws: SQLiteTransactionError<Never>.self) {
      try connection.withTransaction { () throws(Never) in }
    }
    guard case .begin = error else {
      Issue.record("\(error)")
      return
    }
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
