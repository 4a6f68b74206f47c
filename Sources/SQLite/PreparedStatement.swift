internal import CSQLite

/// The owner of one `sqlite3_stmt*`: compiled in its initializer, finalized once, in its `deinit`.
///
/// May outlive its connection's handle, which then closes when the last statement is gone.
@safe
final class PreparedStatement {
  let sql: String
  let pointer: OpaquePointer
  private let parameterCount: Int

  /// A place for each parameter, in which a short text is bound; nil without parameters.
  ///
  /// Proof that SQLite reads no freed or changed bytes: a place lives until the statement is finalized, and only a text that is
  /// bound to the same parameter is written into it, once SQLite has taken that and with it let go of the one before.
  private let places: UnsafeMutablePointer<UInt8>?

  /// Bytes of a place: dates, amounts and identifiers fit.
  static let placeSize = 48

  /// - Throws: ``SQLiteError`` for text that does not compile, and for text that is not exactly
  ///   one statement (everything after the first would silently not run).
  init(_ sql: String, connection: OpaquePointer) throws(SQLiteError) {
    self.sql = sql
    var compiled: OpaquePointer?
    var hasTail = false
    var text = sql
    let code = text.withUTF8 { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
        var tail: UnsafePointer<CChar>?
        let code = unsafe sqlite3_prepare_v3(
          connection, characters.baseAddress, Int32(clamping: characters.count),
          UInt32(SQLITE_PREPARE_PERSISTENT), &compiled, &tail)
        if let tail = unsafe tail, let start = characters.baseAddress {
          hasTail = unsafe characters[(tail - start)...].contains { !Self.isBlank($0) }
        }
        return code
      }
    }
    guard code == SQLITE_OK else {
      throw unsafe SQLiteError(code: code, connection: connection, sql: sql)
    }
    guard let compiled = unsafe compiled, !hasTail else {
      unsafe sqlite3_finalize(compiled)
      throw SQLiteError(code: .misuse, message: "not exactly one statement", sql: sql)
    }
    unsafe pointer = compiled
    let count = unsafe Int(sqlite3_bind_parameter_count(compiled))
    unsafe places = count > 0 ? .allocate(capacity: count * Self.placeSize) : nil
    parameterCount = count
  }

  /// The place of a parameter, counted from 1; nil where there is no such parameter.
  func place(of parameter: Int) -> UnsafeMutablePointer<UInt8>? {
    guard parameter >= 1, parameter <= parameterCount else { return nil }
    return unsafe places.map { unsafe $0 + (parameter - 1) * Self.placeSize }
  }

  /// Ends the execution and drops the bindings. The code `sqlite3_reset` returns is the failure of
  /// the last step once more, which that step has thrown already.
  func reset() {
    unsafe sqlite3_reset(pointer)
    unsafe sqlite3_clear_bindings(pointer)
  }

  private static func isBlank(_ character: CChar) -> Bool {
    switch UInt8(bitPattern: character) {
    case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): true
    default: false
    }
  }

  deinit {
    unsafe sqlite3_finalize(pointer)
    unsafe places?.deallocate()
  }
}
