internal import CSQLite

/// Values for the statement's parameters, counted from 1. Bytes are copied, so nothing that was
/// bound has to outlive the call: short texts into the statement's own memory, for which SQLite would allocate some for each.
///
/// All throw ``SQLiteError``: ``SQLiteResultCode/range`` for an index the statement does not have,
/// ``SQLiteResultCode/tooBig`` beyond SQLite's limit of a value (1,000,000,000 bytes),
/// ``SQLiteResultCode/misuse`` when the statement was stepped and not rewound.
extension SQLiteStatement {
  package borrowing func bindNull(at index: Int) throws(SQLiteError) {
    try check(unsafe sqlite3_bind_null(prepared.pointer, Int32(clamping: index)))
  }

  package borrowing func bind(_ value: Int64, at index: Int) throws(SQLiteError) {
    try check(unsafe sqlite3_bind_int64(prepared.pointer, Int32(clamping: index), value))
  }

  package borrowing func bind(_ value: Int64?, at index: Int) throws(SQLiteError) {
    guard let value else { return try bindNull(at: index) }
    try bind(value, at: index)
  }

  package borrowing func bind(_ value: Bool, at index: Int) throws(SQLiteError) {
    try bind(value ? 1 : 0 as Int64, at: index)
  }

  /// Text, with any NUL in it: its length is counted, not found.
  package borrowing func bind(_ value: String, at index: Int) throws(SQLiteError) {
    try bind(utf8: value.utf8.span, at: index)
  }

  package borrowing func bind(_ value: String?, at index: Int) throws(SQLiteError) {
    guard let value else { return try bindNull(at: index) }
    try bind(value, at: index)
  }

  /// Bytes that are known to be UTF-8, as text.
  package borrowing func bind(utf8 value: Span<UInt8>, at index: Int) throws(SQLiteError) {
    let code = unsafe value.withUnsafeBufferPointer { unsafe bindText($0, at: index) }
    try check(code)
  }

  package borrowing func bind(blob value: Span<UInt8>, at index: Int) throws(SQLiteError) {
    let code = unsafe value.withUnsafeBufferPointer { bytes in
      // A null pointer would bind NULL instead of the empty blob.
      bytes.isEmpty
        ? unsafe sqlite3_bind_zeroblob(prepared.pointer, Int32(clamping: index), 0)
        : unsafe sqlite3_bind_blob64(
          prepared.pointer, Int32(clamping: index), bytes.baseAddress,
          UInt64(clamping: bytes.count),
          csqlite_transient())
    }
    try check(code)
  }

  package borrowing func bind(blob value: [UInt8], at index: Int) throws(SQLiteError) {
    try bind(blob: value.span, at: index)
  }

  package borrowing func bind(blob value: [UInt8]?, at index: Int) throws(SQLiteError) {
    guard let value else { return try bindNull(at: index) }
    try bind(blob: value.span, at: index)
  }

  private borrowing func bindText(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int32 {
    guard let start = bytes.baseAddress else {
      // A null pointer would bind NULL instead of the empty text.
      return unsafe sqlite3_bind_text(
        prepared.pointer, Int32(clamping: index), "", 0, csqlite_transient())
    }
    if bytes.count <= PreparedStatement.placeSize, let place = unsafe prepared.place(of: index) {
      return unsafe bindText(bytes, start, at: index, in: place)
    }
    return unsafe start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
      unsafe sqlite3_bind_text64(
        prepared.pointer, Int32(clamping: index), $0, UInt64(clamping: bytes.count),
        csqlite_transient(),
        UInt8(SQLITE_UTF8))
    }
  }

  /// Binds first, and copies then: a statement that is running refuses the text, and goes on reading the one before.
  private borrowing func bindText(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: UnsafePointer<UInt8>, at index: Int,
    in place: UnsafeMutablePointer<UInt8>
  ) -> Int32 {
    let code = unsafe place.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
      unsafe sqlite3_bind_text64(
        prepared.pointer, Int32(clamping: index), $0, UInt64(clamping: bytes.count), nil,
        UInt8(SQLITE_UTF8))
    }
    if code == SQLITE_OK { unsafe place.update(from: start, count: bytes.count) }
    return code
  }

  private borrowing func check(_ code: Int32) throws(SQLiteError) {
    guard code == SQLITE_OK else { throw failure(code) }
  }
}
