internal import PostgreSQL
package import Storage

/// Opens connections to one PostgreSQL database.
package struct PostgreSQLOpener: DatabaseOpener {
  private let url: PostgreSQLURL

  /// - Parameter url: `postgres://…`, with everything libpq understands, TLS included.
  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/fault`` for a text that cannot be read; it is
  ///   not quoted, for it may hold a password.
  package init(url: String) throws(StoreError) {
    self.url = try translating { () throws(PostgreSQLError) in try PostgreSQLURL(url) }
  }

  package func open(for purpose: DatabasePurpose) throws(StoreError) -> any Database {
    try translating { () throws(PostgreSQLError) in
      PostgreSQLDatabase(
        try PostgreSQLConnection(url, configuration: Self.configuration(for: purpose)))
    }
  }

  /// Milliseconds that one step of the schema, or waiting for another process's, may take.
  private static let longestMigration: Int64 = 24 * 3_600 * 1_000

  private static func configuration(for purpose: DatabasePurpose) -> PostgreSQLConfiguration {
    var configuration = PostgreSQLConfiguration(applicationName: "invoice-worker")
    switch purpose {
    case .processing: break
    case .migrating:
      configuration.statementTimeout = 0
      configuration.lockTimeout = 0
      // Silence is no sign of an outage then; keepalives still tell when the server's machine is gone.
      configuration.responseTimeout = longestMigration
    case .relaying: configuration.isCommitDurable = false
    case .reading: configuration.isReadOnly = true
    }
    return configuration
  }
}
