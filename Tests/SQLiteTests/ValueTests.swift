import SQLite
import Testing

@Suite struct ValueTests {
  let connection: SQLiteConnection

  init() throws {
    connection = try SQLiteConnection(.memory)
  }

  @Test(arguments: [0, 1, -1, .max, .min] as [Int64])
  func integersComeBack(value: Int64) throws {
    let echo = try connection.statement("SELECT ?1")
    try echo.bind(value, at: 1)
    #expect(try echo.step())
    #expect(try echo.int64(at: 0) == value)
    #expect(try echo.optionalInt64(at: 0) == value)
  }

  @Test(arguments: [
    "", "plain", "a\0b", "\0", "ends with NUL\0", "Zürich 東京 🧾",
    String(repeating: "long ", count: 5_000),
  ])
  func textsComeBackByteByByte(value: String) throws {
    let echo = try connection.statement("SELECT ?1, typeof(?1), ?2")
    try echo.bind(value, at: 1)
    try echo.bind(utf8: Array(value.utf8).span, at: 2)
    #expect(try echo.step())
    #expect(try Array(echo.text(at: 0).utf8) == Array(value.utf8))
    #expect(try echo.text(at: 1) == "text")
    #expect(try echo.text(at: 2) == value)
    #expect(try echo.withUTF8(at: 0) { $0.count } == value.utf8.count)
  }

  @Test(arguments: [
    [], [0], [0, 255, 0], [UInt8](repeating: 7, count: 70_000),
  ])
  func blobsComeBackByteByByte(value: [UInt8]) throws {
    let echo = try connection.statement("SELECT ?1, typeof(?1)")
    try echo.bind(blob: value, at: 1)
    #expect(try echo.step())
    #expect(try echo.blob(at: 0) == value)
    #expect(try echo.text(at: 1) == "blob")
  }

  @Test func boolsAreZeroAndOneAndNothingElse() throws {
    let echo = try connection.statement("SELECT ?1, ?2, 2")
    try echo.bind(true, at: 1)
    try echo.bind(false, at: 2)
    #expect(try echo.step())
    #expect(try echo.bool(at: 0))
    #expect(try !echo.bool(at: 1))
    #expect(throws: SQLiteError.self) { try echo.bool(at: 2) }
  }

  @Test func absentValuesAreNull() throws {
    let echo = try connection.statement("SELECT ?1, ?2, ?3, ?4")
    try echo.bind(nil as Int64?, at: 1)
    try echo.bind(nil as String?, at: 2)
    try echo.bind(blob: nil, at: 3)
    try echo.bindNull(at: 4)
    #expect(try echo.step())
    for column in 0..<4 { #expect(try echo.isNull(at: column)) }
    #expect(try echo.optionalInt64(at: 0) == nil)
    #expect(try echo.optionalText(at: 1) == nil)
    #expect(try echo.optionalBlob(at: 2) == nil)
  }

  @Test func aValueOfAnotherKindIsAnErrorAndNotAConversion() throws {
    let row = try connection.statement("SELECT '12', 12, NULL, x'00', 1.5")
    #expect(try row.step())
    for column in [0, 2, 3, 4] {
      let error = #expect(throws: SQLiteError.self) { try row.int64(at: column) }
      #expect(error?.code == .mismatch)
    }
    for column in [1, 2, 3, 4] {
      let error = #expect(throws: SQLiteError.self) { try row.text(at: column) }
      #expect(error?.code == .mismatch)
    }
    #expect(throws: SQLiteError.self) { try row.blob(at: 0) }
    #expect(throws: SQLiteError.self) { try row.optionalInt64(at: 0) }
    // The refused reads have not converted anything.
    #expect(try row.text(at: 0) == "12")
  }

  @Test func columnsThatAreNotThereAreRefused() throws {
    let row = try connection.statement("SELECT 1")
    #expect(throws: SQLiteError.self) { try row.int64(at: 0) }
    #expect(try row.step())
    for column in [-1, 1, Int.max] {
      let error = #expect(throws: SQLiteError.self) { try row.int64(at: column) }
      #expect(error?.code == .range)
    }
    #expect(try !row.step())
    #expect(throws: SQLiteError.self) { try row.int64(at: 0) }
  }

  @Test(arguments: [0, 2, -1, Int.max])
  func parametersThatAreNotThereAreRefused(index: Int) throws {
    let echo = try connection.statement("SELECT ?1")
    let error = #expect(throws: SQLiteError.self) { try echo.bind(1 as Int64, at: index) }
    #expect(error?.code == .range)
  }
}
