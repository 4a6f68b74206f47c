internal import CSQLite

/// The current row's columns, counted from 0. A value of another kind than the one asked for is an
/// error, not a conversion: SQLite's own would read a text as the number 0 without a word.
///
/// All throw ``SQLiteError``: ``SQLiteResultCode/range`` without a current row or such a column,
/// ``SQLiteResultCode/mismatch`` for a value of another kind, NULL included where it is not asked
/// for.
extension SQLiteStatement {
  package borrowing func isNull(at index: Int) throws(SQLiteError) -> Bool {
    try kind(at: index) == SQLITE_NULL
  }

  package borrowing func int64(at index: Int) throws(SQLiteError) -> Int64 {
    try expect(SQLITE_INTEGER, at: index)
    return unsafe sqlite3_column_int64(prepared.pointer, Int32(clamping: index))
  }

  package borrowing func optionalInt64(at index: Int) throws(SQLiteError) -> Int64? {
    try isNull(at: index) ? nil : try int64(at: index)
  }

  /// True for 1, false for 0; another integer is a mismatch.
  package borrowing func bool(at index: Int) throws(SQLiteError) -> Bool {
    switch try int64(at: index) {
    case 0: return false
    case 1: return true
    default: throw mismatch("neither 0 nor 1", at: index)
    }
  }

  package borrowing func text(at index: Int) throws(SQLiteError) -> String {
    try expect(SQLITE_TEXT, at: index)
    let bytes = unsafe textBytes(at: index)
    return unsafe String(decoding: bytes, as: UTF8.self)
  }

  package borrowing func optionalText(at index: Int) throws(SQLiteError) -> String? {
    try isNull(at: index) ? nil : try text(at: index)
  }

  package borrowing func blob(at index: Int) throws(SQLiteError) -> [UInt8] {
    try expect(SQLITE_BLOB, at: index)
    let bytes = unsafe blobBytes(at: index)
    return unsafe [UInt8](bytes)
  }

  package borrowing func optionalBlob(at index: Int) throws(SQLiteError) -> [UInt8]? {
    try isNull(at: index) ? nil : try blob(at: index)
  }

  /// The UTF-8 of a text where SQLite holds it, without a copy; valid only inside `body`, which
  /// has no way to step the statement on.
  package borrowing func withUTF8<Result>(
    at index: Int, _ body: (Span<UInt8>) -> Result
  ) throws(SQLiteError) -> Result {
    try expect(SQLITE_TEXT, at: index)
    return unsafe body(textBytes(at: index).span)
  }

  /// Valid until the statement is stepped, reset, or the column is read as another kind. The
  /// length is asked for after the text, the order SQLite requires.
  private borrowing func textBytes(at index: Int) -> UnsafeBufferPointer<UInt8> {
    let column = Int32(clamping: index)
    let start = unsafe sqlite3_column_text(prepared.pointer, column)
    let count = unsafe sqlite3_column_bytes(prepared.pointer, column)
    return unsafe UnsafeBufferPointer(start: start, count: start == nil ? 0 : Int(count))
  }

  /// Valid as long as ``textBytes(at:)``. SQLite gives no pointer for the empty blob.
  private borrowing func blobBytes(at index: Int) -> UnsafeBufferPointer<UInt8> {
    let column = Int32(clamping: index)
    let start = unsafe sqlite3_column_blob(prepared.pointer, column)
    let count = unsafe sqlite3_column_bytes(prepared.pointer, column)
    return unsafe UnsafeBufferPointer(
      start: start?.assumingMemoryBound(to: UInt8.self), count: start == nil ? 0 : Int(count))
  }

  private borrowing func expect(_ expected: Int32, at index: Int) throws(SQLiteError) {
    let actual = try kind(at: index)
    guard actual == expected else {
      throw mismatch("\(Self.name(actual)), not \(Self.name(expected))", at: index)
    }
  }

  /// The kind of the value as stored: one of SQLite's five type codes.
  private borrowing func kind(at index: Int) throws(SQLiteError) -> Int32 {
    let kind = unsafe sqlite3_column_type(prepared.pointer, Int32(clamping: index))
    // Of a column that is not there SQLite says NULL.
    guard kind != SQLITE_NULL || (0..<Int(unsafe sqlite3_data_count(prepared.pointer))) ~= index
    else {
      throw SQLiteError(
        code: .range, message: "no current row with a column \(index)", sql: prepared.sql)
    }
    return kind
  }

  private borrowing func mismatch(_ what: String, at index: Int) -> SQLiteError {
    SQLiteError(
      code: .mismatch, message: "the value of column \(index) is \(what)", sql: prepared.sql)
  }

  private static func name(_ kind: Int32) -> String {
    switch kind {
    case SQLITE_INTEGER: "an integer"
    case SQLITE_FLOAT: "a real"
    case SQLITE_TEXT: "a text"
    case SQLITE_BLOB: "a blob"
    default: "NULL"
    }
  }
}
