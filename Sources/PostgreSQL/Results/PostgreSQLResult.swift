internal import CPostgreSQL

/// What one statement answered: rows in memory, where libpq put them, and what was done.
///
/// Rows and columns count from 0. Not `Sendable`: take the values out to hand them on. Outlives its
/// connection.
@safe
package final class PostgreSQLResult {
  let pointer: OpaquePointer

  /// Takes over the result, and frees it.
  @unsafe
  init(_ pointer: OpaquePointer) {
    unsafe self.pointer = pointer
    rowCount = Int(unsafe PQntuples(pointer))
    columnCount = Int(unsafe PQnfields(pointer))
  }

  deinit {
    unsafe PQclear(pointer)
  }

  package let rowCount: Int
  package let columnCount: Int

  /// The rows that were inserted, updated, deleted or selected; 0 for other commands.
  package var affectedRowCount: Int {
    // Digits, or nothing at all.
    unsafe PQcmdTuples(pointer).flatMap { unsafe Int(String(cString: $0)) } ?? 0
  }

  /// What the server says it did: `INSERT 0 3`, `COMMIT`.
  package var command: String {
    unsafe PQcmdStatus(pointer).map { unsafe String(cString: $0) } ?? ""
  }

  /// The column of that name.
  ///
  /// - Throws: ``SQLState/invalidDescriptorIndex`` when there is none.
  package func column(_ name: String) throws(PostgreSQLError) -> Int {
    for column in 0..<columnCount where self.name(of: column) == name { return column }
    throw PostgreSQLError(
      code: .invalidDescriptorIndex, message: "the result has no column \(name)")
  }

  private func name(of column: Int) -> String? {
    unsafe PQfname(pointer, Int32(clamping: column)).map { unsafe String(cString: $0) }
  }
}
