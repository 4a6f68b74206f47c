/// What the server, or the way to it, answered instead of doing what was asked.
///
/// ``description`` is safe to log: it holds no parameter values, no row contents and no password.
/// ``message`` and ``detail`` are the server's own words and may quote a value; they are for tests
/// and for a person who asked for them.
package struct PostgreSQLError: Error, Hashable, Sendable {
  package let code: SQLState

  /// The server's primary message, or the connection's own where no server answered.
  package let message: String

  /// The server's explanation. Quotes rows ("Key (id)=(7) already exists.").
  package let detail: String?

  package let table: String?
  package let column: String?
  package let constraint: String?

  /// The statement that failed, with its placeholders; nil where none was running.
  package let sql: String?

  /// Whether the server ended the session with this error.
  package let isFatal: Bool

  package init(
    code: SQLState, message: String, detail: String? = nil, table: String? = nil,
    column: String? = nil, constraint: String? = nil, sql: String? = nil, isFatal: Bool = false
  ) {
    self.code = code
    self.message = message
    self.detail = detail
    self.table = table
    self.column = column
    self.constraint = constraint
    self.sql = sql
    self.isFatal = isFatal
  }
}
