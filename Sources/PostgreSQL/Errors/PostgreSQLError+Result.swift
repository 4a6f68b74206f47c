internal import CPostgreSQL

extension PostgreSQLError {
  /// The error a result reports. libpq makes results of its own when the connection breaks; those
  /// have no code.
  init(result: OpaquePointer, sql: String?) {
    func field(_ code: Int32) -> String? {
      unsafe PQresultErrorField(result, code).map { unsafe String(cString: $0) }
    }
    let severity = field(cpostgresql_field_severity)
    let state = field(cpostgresql_field_sqlstate)
    let words = unsafe PQresultErrorMessage(result).map { unsafe Self.words($0) } ?? ""
    self.init(
      code: state.map(SQLState.init(rawValue:)) ?? .connectionFailure,
      message: field(cpostgresql_field_message) ?? words,
      detail: field(cpostgresql_field_detail), table: field(cpostgresql_field_table),
      column: field(cpostgresql_field_column), constraint: field(cpostgresql_field_constraint),
      sql: sql, isFatal: state == nil || severity == "FATAL" || severity == "PANIC")
  }

  /// The connection broke; libpq's words about it. They name host and port, never the password.
  init(lost connection: OpaquePointer?) {
    let text = unsafe PQerrorMessage(connection).map { unsafe Self.words($0) } ?? ""
    self.init(
      code: .connectionFailure, message: text.isEmpty ? "the connection was lost" : text,
      isFatal: true)
  }

  /// A message of libpq in one line.
  private static func words(_ text: UnsafePointer<CChar>) -> String {
    unsafe String(cString: text).split(whereSeparator: \.isNewline)
      .map { $0.drop(while: \.isWhitespace) }.joined(separator: "; ")
  }
}
