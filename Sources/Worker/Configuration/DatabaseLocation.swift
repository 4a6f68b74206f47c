/// Where the records are kept.
package enum DatabaseLocation: Hashable, Sendable, CustomStringConvertible {
  /// A file, by its path as given.
  case sqlite(path: String)

  /// - Throws: what `DATABASE_URL` must be; a PostgreSQL address is refused without being shown, for
  ///   it holds a password.
  package init(_ text: String) throws(ConfigurationError) {
    let scheme = "sqlite:"
    if text.hasPrefix(scheme), text.utf8.count > scheme.utf8.count, !text.utf8.contains(0) {
      self = .sqlite(path: String(text.dropFirst(scheme.count)))
    } else if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
      throw .secret(.database, reason: "PostgreSQL is not supported by this version")
    } else if text.contains("@") {
      throw .secret(.database, reason: "it is not a sqlite: path")
    } else {
      throw .notAllowed(text, for: .database)
    }
  }

  package var description: String {
    switch self {
    case .sqlite(let path): "sqlite:\(path)"
    }
  }

  /// How many transactions the database can write side by side.
  var hasOneWriter: Bool {
    switch self {
    case .sqlite: true
    }
  }
}
