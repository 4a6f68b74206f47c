import SQLite
import Testing

/// Two connections on one file, as two workers on one machine have it.
@Suite struct ConcurrencyTests {
  let database: TemporaryDatabase
  let first: SQLiteConnection
  let second: SQLiteConnection

  init() throws {
    database = try TemporaryDatabase()
    first = try database.open()
    second = try database.open()
    try first.execute("CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT")
  }

  @Test func theSecondWriterIsBusyUntilTheFirstHasCommitted() throws {
    try first.beginImmediate()
    let error = try #require(throws: SQLiteError.self) { try second.beginImmediate() }
    #expect(error.isBusy)
    #expect(!error.isOutage)
    #expect(!second.isInTransaction)
    try first.commit()
    try second.beginImmediate()
    try second.rollback()
  }

  @Test func readersSeeTheLastCommitAndDoNotWait() throws {
    try first.beginImmediate()
    try first.execute("INSERT INTO t VALUES (1)")
    #expect(try second.integer("SELECT count(*) FROM t") == 0)
    try first.commit()
    #expect(try second.integer("SELECT count(*) FROM t") == 1)
  }

  @Test func aReadTransactionKeepsItsSnapshotAndCannotBecomeAWrite() throws {
    try second.beginRead()
    #expect(try second.integer("SELECT count(*) FROM t") == 0)
    try first.execute("INSERT INTO t VALUES (1)")
    #expect(try second.integer("SELECT count(*) FROM t") == 0)
    let error = try #require(throws: SQLiteError.self) {
      try second.execute("INSERT INTO t VALUES (2)")
    }
    #expect(error.isBusy)
    try second.rollback()
    #expect(try second.integer("SELECT count(*) FROM t") == 1)
  }

  @Test func waitingWritersAllGetTheirTurn() async throws {
    let path = database.path
    let writers = 4
    let rows = 25
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<writers {
        group.addTask {
          // Opened at the same time as well, so that the set-up of each meets the others' locks.
          let connection = try SQLiteConnection(
            .file(path),
            configuration: SQLiteConfiguration(
              synchronous: .normal, busyTimeoutMilliseconds: 180_000))
          let insert = try connection.statement("INSERT INTO t VALUES (?1)")
          for row in 0..<rows {
            try insert.bind(Int64(writer * rows + row), at: 1)
            try connection.beginImmediate()
            try insert.run()
            try connection.commit()
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try first.integer("SELECT count(*) FROM t") == Int64(writers * rows))
  }

  @Test func connectionsMayMakeTheSameNewFileAtTheSameTime() async throws {
    let fresh = try TemporaryDatabase()
    let path = fresh.path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          let connection = try SQLiteConnection(
            .file(path), configuration: SQLiteConfiguration(busyTimeoutMilliseconds: 180_000))
          try connection.execute("CREATE TABLE IF NOT EXISTS u (a INTEGER)")
        }
      }
      try await group.waitForAll()
    }
    #expect(try fresh.open().integer("SELECT count(*) FROM u") == 0)
  }
}
