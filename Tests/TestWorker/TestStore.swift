package import TestPostgreSQL

/// The store that a test's workers use.
package enum TestStore: Sendable, CustomStringConvertible {
  /// A file of the test's own.
  case sqlite
  /// A database of the test's own, on this server; nil is the one most tests share.
  case postgreSQL(PostgreSQLServer? = nil)

  /// Both, for tests of what holds whichever it is.
  package static let both: [TestStore] = [.sqlite, .postgreSQL()]

  package var description: String {
    switch self {
    case .sqlite: "SQLite"
    case .postgreSQL: "PostgreSQL"
    }
  }
}
