internal import CPostgreSQL

/// The values. All throw ``PostgreSQLError``: ``SQLState/invalidDescriptorIndex`` for a row or column
/// that is not there, ``SQLState/nullNotExpected`` for null where it is not asked for,
/// ``SQLState/invalidCast`` for a value that is none of the kind.
extension PostgreSQLResult {
  package func isNull(_ row: Int, _ column: Int) throws(PostgreSQLError) -> Bool {
    guard row >= 0, row < rowCount, column >= 0, column < columnCount else {
      throw PostgreSQLError(
        code: .invalidDescriptorIndex,
        message: "no row \(row) with a column \(column) in \(rowCount) of \(columnCount)")
    }
    return unsafe PQgetisnull(pointer, Int32(clamping: row), Int32(clamping: column)) == 1
  }

  package func int64(_ row: Int, _ column: Int) throws(PostgreSQLError) -> Int64 {
    let bytes = unsafe try bytes(row, column)
    guard let value = unsafe bytes.span.int64 else {
      throw mismatch("integer of 64 bits", column)
    }
    return value
  }

  package func bool(_ row: Int, _ column: Int) throws(PostgreSQLError) -> Bool {
    let bytes = unsafe try bytes(row, column)
    switch unsafe (bytes.count, bytes.first) {
    case (1, UInt8(ascii: "t")): return true
    case (1, UInt8(ascii: "f")): return false
    default: throw mismatch("boolean", column)
    }
  }

  /// Any value in the server's text form: a text as it is, a `numeric` with all its decimals, a
  /// `date` as `2025-01-31`.
  package func text(_ row: Int, _ column: Int) throws(PostgreSQLError) -> String {
    let bytes = unsafe try bytes(row, column)
    return unsafe String(decoding: bytes, as: UTF8.self)
  }

  package func bytea(_ row: Int, _ column: Int) throws(PostgreSQLError) -> [UInt8] {
    let bytes = unsafe try bytes(row, column)
    guard let value = unsafe bytes.span.bytea else { throw mismatch("bytea", column) }
    return value
  }

  /// Days since 1970-01-01.
  package func date(_ row: Int, _ column: Int) throws(PostgreSQLError) -> Int32 {
    let bytes = unsafe try bytes(row, column)
    guard let value = unsafe bytes.span.date else { throw mismatch("date", column) }
    return value
  }

  /// Microseconds since 1970-01-01T00:00:00Z, of a `timestamptz`.
  package func timestamp(_ row: Int, _ column: Int) throws(PostgreSQLError) -> Int64 {
    let bytes = unsafe try bytes(row, column)
    guard let value = unsafe bytes.span.timestamp else {
      throw mismatch("instant in UTC", column)
    }
    return value
  }

  /// A value's text form where libpq holds it, without a copy.
  package func withUTF8<Result>(
    _ row: Int, _ column: Int, _ body: (Span<UInt8>) -> Result
  ) throws(PostgreSQLError) -> Result {
    let bytes = unsafe try bytes(row, column)
    return unsafe body(bytes.span)
  }

  /// Valid as long as the result.
  @unsafe
  private func bytes(
    _ row: Int, _ column: Int
  ) throws(PostgreSQLError) -> UnsafeBufferPointer<UInt8> {
    guard try !isNull(row, column) else {
      throw PostgreSQLError(
        code: .nullNotExpected, message: "column \(name(column)) is null")
    }
    let (row, column) = (Int32(clamping: row), Int32(clamping: column))
    let count = Int(unsafe PQgetlength(pointer, row, column))
    return unsafe PQgetvalue(pointer, row, column).withMemoryRebound(
      to: UInt8.self, capacity: count
    ) { unsafe UnsafeBufferPointer(start: $0, count: count) }
  }

  private func mismatch(_ kind: String, _ column: Int) -> PostgreSQLError {
    PostgreSQLError(
      code: .invalidCast, message: "column \(name(column)) holds a value that is no \(kind)")
  }

  private func name(_ column: Int) -> String {
    unsafe PQfname(pointer, Int32(clamping: column)).map { unsafe String(cString: $0) }
      ?? String(column)
  }
}
