/// Where the records are kept.
package enum DatabaseLocation: Hashable, Sendable, CustomStringConvertible {
  /// A file, by its path as given.
  case sqlite(path: String)
  /// A server, by its whole address; holds the password.
  case postgreSQL(url: String)

  /// - Throws: what `DATABASE_URL` must be; what cannot be read is not shown, for it may hold a password.
  package init(
    _ text: String, of variable: ConfigurationVariable = .database
  ) throws(ConfigurationError) {
    let scheme = "sqlite:"
    if text.hasPrefix(scheme), text.utf8.count > scheme.utf8.count, !text.utf8.contains(0) {
      self = .sqlite(path: String(text.dropFirst(scheme.count)))
    } else if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
      self = .postgreSQL(url: text)
    } else if text.hasPrefix(scheme) {
      throw .secret(variable, reason: "it names no file")
    } else {
      throw .secret(variable, reason: "it begins with neither sqlite: nor postgres://")
    }
  }

  package var description: String {
    switch self {
    case .sqlite(let path): "sqlite:\(path)"
    case .postgreSQL: "the PostgreSQL database"
    }
  }

  /// How many transactions the database can write side by side.
  var hasOneWriter: Bool {
    switch self {
    case .sqlite: true
    case .postgreSQL: false
    }
  }
}
