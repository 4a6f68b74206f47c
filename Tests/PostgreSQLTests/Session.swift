import PostgreSQL
import TestPostgreSQL

/// A connection to an empty database of its own, for one test.
func withSession<Value>(
  _ configuration: PostgreSQLConfiguration = PostgreSQLConfiguration(),
  _ body: (PostgreSQLConnection) throws -> Value
) throws -> Value {
  try withDatabase { url throws in
    let connection = try connect(url, configuration)
    defer { connection.close() }
    return try body(connection)
  }
}

func connect(
  _ url: String, _ configuration: PostgreSQLConfiguration = PostgreSQLConfiguration()
) throws(PostgreSQLError) -> PostgreSQLConnection {
  try PostgreSQLConnection(PostgreSQLURL(url), configuration: configuration)
}

extension PostgreSQLConnection {
  /// The one integer a query answers.
  func integer(_ sql: String) throws(PostgreSQLError) -> Int64 {
    try query(sql).int64(0, 0)
  }
}

/// The error `body` throws, nil when it throws none.
func failure(of body: () throws(PostgreSQLError) -> Void) -> PostgreSQLError? {
  do throws(PostgreSQLError) {
    try body()
    return nil
  } catch {
    return error
  }
}
