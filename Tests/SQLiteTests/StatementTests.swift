@testable import SQLite
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

  @Test func aTextWhosePlaceWasTakenWhileItWasInUseIsKeptOnce() throws {
    for number in 1...3 { try use("SELECT \(number)") }
    do {
      let held = try connection.statement("SELECT 1")
      #expect(try held.step())
      // The last of them takes the place of the one that is held.
      for number in 4...6 { try use("SELECT \(number)") }
      #expect(connection.idleStatementCount == 3)
      try use("SELECT 1")
      #expect(connection.idleStatementCount == 3)
      #expect(try held.int64(at: 0) == 1)
    }
    #expect(connection.idleStatementCount == 3)
    let again = try connection.statement("SELECT 1")
    #expect(try again.step())
    #expect(connection.idleStatementCount == 2, "1 was idle, once")
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

  @Test("a text is bound as it is, whether it fits into its parameter's place or not")
  func textsOfAllLengthsAreBound() throws {
    let echo = try connection.statement("SELECT ?1, ?2, ?1 || ?2, length(CAST(?1 AS BLOB))")
    let size = PreparedStatement.placeSize
    for length in [0, 1, size - 1, size, size + 1, 4 * size] {
      for (first, second) in [(length, 3), (3, length), (length, length)] {
        let left = String(repeating: "l", count: first)
        let right = String(repeating: "r", count: second)
        try echo.bind(left, at: 1)
        try echo.bind(right, at: 2)
        #expect(try echo.step())
        #expect(try echo.text(at: 0) == left)
        #expect(try echo.text(at: 1) == right)
        #expect(try echo.text(at: 2) == left + right)
        #expect(try echo.int64(at: 3) == Int64(first))
        echo.rewind()
      }
    }
  }

  @Test("a text with a NUL, and one beyond ASCII at the end of its place, are bound whole")
  func bytesOfATextAreCounted() throws {
    let echo = try connection.statement("SELECT ?1")
    let nearlyFull = String(repeating: "x", count: PreparedStatement.placeSize - 2)
    for text in ["a\0b", nearlyFull + "\u{E4}", nearlyFull + "\u{20AC}"] {
      try echo.bind(text, at: 1)
      #expect(try echo.step())
      #expect(try echo.text(at: 0) == text)
      echo.rewind()
    }
  }

  @Test("a text that is refused, for its statement is under way, leaves the one that is bound")
  func aRefusedTextLeavesTheBoundOne() throws {
    let echo = try connection.statement("SELECT ?1 UNION ALL SELECT ?1")
    try echo.bind("bound", at: 1)
    #expect(try echo.step())
    let error = #expect(throws: SQLiteError.self) { try echo.bind("other", at: 1) }
    #expect(error?.code == .misuse)
    #expect(throws: SQLiteError.self) { try echo.bind("x", at: 2) }
    #expect(throws: SQLiteError.self) { try echo.bind("x", at: 0) }
    #expect(try echo.text(at: 0) == "bound")
    #expect(try echo.step())
    #expect(try echo.text(at: 0) == "bound")
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
