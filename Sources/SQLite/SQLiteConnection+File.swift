internal import CSQLite

/// What tells whether the file that is open is the one that it was.
extension SQLiteConnection {
  /// How long the header of a database file is.
  package static var headerLength: Int { 100 }

  /// The header as it is in the file, whatever the cache and the write-ahead log hold.
  package func fileHeader() throws(SQLiteError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Self.headerLength)
    let code = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe csqlite_read_file(
        handle.pointer, buffer.baseAddress, Int32(clamping: Self.headerLength), 0)
    }
    guard code == SQLITE_OK else {
      let result = SQLiteResultCode(rawValue: code)
      throw SQLiteError(code: result, message: "the file's header: \(result.description)")
    }
    return bytes
  }

  /// Leaves the write-ahead log as it is when this connection is the last to close: a file that is not the one it
  /// belongs to must not be given its pages.
  package func keepLogOnClose() {
    unsafe csqlite_keep_log_on_close(handle.pointer)
  }

  /// Rows inserted, updated or deleted since the connection was opened.
  package var totalChanges: Int64 { unsafe sqlite3_total_changes64(handle.pointer) }

  /// A number in the file's header that is the application's own; 0 in a new one.
  package func userVersion() throws(SQLiteError) -> Int32 {
    let question = try statement("PRAGMA user_version")
    guard try question.step() else { return 0 }
    return Int32(truncatingIfNeeded: try question.int64(at: 0))
  }

  package func setUserVersion(_ version: Int32) throws(SQLiteError) {
    // No value from outside: a count. A pragma takes no parameters.
    try execute("PRAGMA user_version = \(version)")
  }
}
