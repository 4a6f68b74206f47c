import SQLite
import Testing

@Suite struct StatementTests {
  let connection: SQLiteConnection

  init() throws {
    connection = try SQLiteConnection(
      .memory, configuration: SQLiteConfiguration(statementCacheCapacity: 3))
    try connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT) STRICT")
  }

  private func use(_ sql: String) throws(SQLiteError) {
    _ = try connection.statement(sql).step()
  }

  @Test func aStatementIsCompiledOnceForItsText() throws {
    let before = connection.idleStatementCount
    for _ in 0..<3 { try use("SELECT a FROM t") }
    #expect(connection.idleStatementCount == before + 1)
  }

  @Test func theNextUserFindsNeitherBindingsNorRows() throws {
    let sql = "SELECT ?1"
    do {
      let first = try connection.statement(sql)
      try first.bind("left behind", at: 1)
      #expect(try first.step())
    }
    let second = try connection.statement(sql)
    #expect(try second.step())
    #expect(try second.isNull(at: 0))
  }

  @Test func theSameTextTwiceAtATimeAreTwoStatements() throws {
    try connection.execute("INSERT INTO t VALUES (1, 'x'), (2, 'y')")
    var pairs: [[Int64]] = []
    let outer = try connection.statement("SELECT a FROM t ORDER BY a")
    while try outer.step() {
      let inner = try connection.statement("SELECT a FROM t ORDER BY a")
      while try inner.step() { pairs.append([try outer.int64(at: 0), try inner.int64(at: 0)]) }
    }
    #expect(pairs == [[1, 1], [1, 2], [2, 1], [2, 2]])
  }

  @Test func theCacheIsBoundedAndLosesTheLeastRecentlyUsed() throws {
    for number in 1...10 {
      try use("SELECT \(number)")
      #expect(connection.idleStatementCount <= 3)
    }
    // 8, 9, 10 are idle. Using 8 again leaves 9 as the oldest, and no other text is compiled.
    try use("SELECT 8")
    #expect(connection.idleStatementCount == 3)
    try use("SELECT 11")
    let held = try connection.statement("SELECT 9")
    _ = try held.step()
    #expect(connection.idleStatementCount == 3, "9 was not idle any more")
    let kept = try connection.statement("SELECT 8")
    _ = try kept.step()
    #expect(connection.idleStatementCount == 2, "8 was idle")
  }

  @Test func aLoopBindsOnlyWhatChanges() throws {
    let insert = try connection.statement("INSERT INTO t VALUES (?1, ?2)")
    try insert.bind("same", at: 2)
    for id in 1...100 as ClosedRange<Int64> {
      try insert.bind(id, at: 1)
      try insert.run()
      #expect(connection.changes == 1)
    }
    #expect(try connection.integer("SELECT count(*) FROM t WHERE b = 'same'") == 100)
  }

  @Test func aFailedRunLeavesTheStatementReady() throws {
    let insert = try connection.statement("INSERT INTO t VALUES (?1, 'x')")
    try insert.bind(1 as Int64, at: 1)
    try insert.run()
    let error = #expect(throws: SQLiteError.self) { try insert.run() }
    #expect(error?.isDuplicate == true)
    try insert.bind(2 as Int64, at: 1)
    try insert.run()
    #expect(try connection.integer("SELECT count(*) FROM t") == 2)
  }

  @Test func bindingAStatementThatIsUnderWayIsRefused() throws {
    let echo = try connection.statement("SELECT ?1")
    #expect(try echo.step())
    let error = #expect(throws: SQLiteError.self) { try echo.bind(1 as Int64, at: 1) }
    #expect(error?.code == .misuse)
    echo.rewind()
    try echo.bind(5 as Int64, at: 1)
    #expect(try echo.step())
    #expect(try echo.int64(at: 0) == 5)
  }

  @Test(arguments: ["", "  ", "SELECT 1; SELECT 2", "SELECT 1; -- more", "SELECT 1\0"])
  func textThatIsNotExactlyOneStatementIsRefused(sql: String) {
    let error = #expect(throws: SQLiteError.self) { try use(sql) }
    #expect(error?.code == .misuse)
  }

  @Test func oneStatementMayEndWithASemicolonAndBlanks() throws {
    try use("SELECT 1;\n ")
  }

  @Test func anErrorNamesTheStatementAndTheCauseButNoValue() throws {
    let error = #expect(throws: SQLiteError.self) { try use("SELECT missing FROM t") }
    #expect(error?.description.contains("no such column: missing") == true)
    #expect(error?.description.contains("SELECT missing FROM t") == true)

    let insert = try connection.statement("INSERT INTO t VALUES (?1, ?2)")
    try insert.bind("not a number, secret", at: 1)
    let refused = #expect(throws: SQLiteError.self) { try insert.run() }
    #expect(refused?.description.contains("secret") == false)
  }

  @Test func aStatementMayOutliveItsConnection() throws {
    func orphan() throws -> SQLiteStatement {
      try SQLiteConnection(.memory).statement("SELECT 42")
    }
    let statement = try orphan()
    #expect(try statement.step())
    #expect(try statement.int64(at: 0) == 42)
  }
}
