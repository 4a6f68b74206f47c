import SQLite
import Testing

@Suite struct ConstraintTests {
  let connection: SQLiteConnection

  init() throws {
    connection = try SQLiteConnection(.memory)
    try connection.execute(
      """
      CREATE TABLE parent (id TEXT PRIMARY KEY, size INTEGER NOT NULL CHECK (size > 0)) STRICT;
      CREATE TABLE child (parent TEXT REFERENCES parent (id), name TEXT, UNIQUE (parent, name))
        STRICT;
      INSERT INTO parent VALUES ('p', 1);
      INSERT INTO child VALUES ('p', 'c');
      """)
  }

  @Test(arguments: [
    ("INSERT INTO parent VALUES ('p', 2)", SQLiteResultCode.primaryKeyConstraint, true),
    ("INSERT INTO child VALUES ('p', 'c')", .uniqueConstraint, true),
    ("INSERT INTO child (rowid, name) VALUES (1, 'd')", .rowIDConstraint, true),
    ("INSERT INTO child VALUES ('q', 'c')", .foreignKeyConstraint, false),
    ("DELETE FROM parent", .foreignKeyConstraint, false),
    ("INSERT INTO parent VALUES ('q', NULL)", .notNullConstraint, false),
    ("INSERT INTO parent VALUES ('q', 0)", .checkConstraint, false),
  ])
  func eachConstraintHasItsCode(
    sql: String, code: SQLiteResultCode, isDuplicate: Bool
  ) throws {
    let error = try #require(throws: SQLiteError.self) { try connection.execute(sql) }
    #expect(error.code == code)
    #expect(error.isConstraint)
    #expect(error.isDuplicate == isDuplicate)
    #expect(!error.isBusy && !error.isOutage && !error.isCorruption)
  }

  @Test func aPrimaryCodeMatchesItsExtensionsAndAnExtendedOneOnlyItself() {
    #expect(SQLiteResultCode.constraint ~= .uniqueConstraint)
    #expect(SQLiteResultCode.uniqueConstraint ~= .uniqueConstraint)
    #expect(!(SQLiteResultCode.uniqueConstraint ~= .constraint))
    #expect(!(SQLiteResultCode.uniqueConstraint ~= .checkConstraint))
    #expect(!(SQLiteResultCode.busy ~= .constraint))
    #expect(SQLiteResultCode.uniqueConstraint != .constraint)
    #expect(SQLiteResultCode.uniqueConstraint.primary == .constraint)
  }

  @Test func aFullDatabaseIsToldFromAFailedStatement() throws {
    try connection.execute("PRAGMA max_page_count = 20; CREATE TABLE filler (data BLOB)")
    let fill = try connection.statement("INSERT INTO filler VALUES (zeroblob(1000000))")
    let error = try #require(throws: SQLiteError.self) { try fill.run() }
    #expect(error.code == .full)
    #expect(error.isDiskFull)
    #expect(error.isOutage)
  }
}
