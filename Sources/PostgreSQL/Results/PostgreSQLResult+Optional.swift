/// The same for values that may be null.
extension PostgreSQLResult {
  package func optionalInt64(_ row: Int, _ column: Int) throws(PostgreSQLError) -> Int64? {
    try isNull(row, column) ? nil : try int64(row, column)
  }

  package func optionalBool(_ row: Int, _ column: Int) throws(PostgreSQLError) -> Bool? {
    try isNull(row, column) ? nil : try bool(row, column)
  }

  package func optionalText(_ row: Int, _ column: Int) throws(PostgreSQLError) -> String? {
    try isNull(row, column) ? nil : try text(row, column)
  }

  package func optionalBytea(_ row: Int, _ column: Int) throws(PostgreSQLError) -> [UInt8]? {
    try isNull(row, column) ? nil : try bytea(row, column)
  }

  package func optionalDate(_ row: Int, _ column: Int) throws(PostgreSQLError) -> Int32? {
    try isNull(row, column) ? nil : try date(row, column)
  }

  package func optionalTimestamp(_ row: Int, _ column: Int) throws(PostgreSQLError) -> Int64? {
    try isNull(row, column) ? nil : try timestamp(row, column)
  }
}
