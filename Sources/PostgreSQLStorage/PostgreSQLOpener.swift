internal import PostgreSQL
package import Storage

/// Opens connections to one PostgreSQL database.
package struct PostgreSQLOpener: DatabaseOpener {
  let url: PostgreSQLURL
  private let limits: Limits

  /// How long a session that processes waits, in milliseconds.
  package struct Limits: Sendable {
    /// For an answer, before the server counts as gone.
    package var response: Int64 = 60_000
    /// For a lock, before the transaction is ``StoreError/Kind/contention``.
    package var lock: Int64 = 10_000

    package init() {}
  }

  /// - Parameters:
  ///   - url: `postgres://…`, with everything libpq understands, TLS included.
  ///   - limits: of sessions that process.
  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/fault`` for a text that cannot be read; it is
  ///   not quoted, for it may hold a password.
  package init(url: String, limits: Limits = Limits()) throws(StoreError) {
    self.limits = limits
    self.url = try translating { () throws(PostgreSQLError) in try PostgreSQLURL(url) }
  }

  package func open(for purpose: DatabasePurpose) throws(StoreError) -> any Database {
    let connection = try translating { () throws(PostgreSQLError) in
      try PostgreSQLConnection(url, configuration: configuration(for: purpose))
    }
    try SessionRequirements.check(connection)
    return PostgreSQLDatabase(connection)
  }

  /// Milliseconds that one step of the schema, or waiting for another process's, may take.
  private static let longestMigration: Int64 = 24 * 3_600 * 1_000

  private func configuration(for purpose: DatabasePurpose) -> PostgreSQLConfiguration {
    var configuration = PostgreSQLConfiguration(applicationName: "invoice-worker")
    switch purpose {
    case .processing:
      configuration.responseTimeout = limits.response
      configuration.lockTimeout = limits.lock
      configuration.keepsPlans = true
    case .migrating:
      configuration.statementTimeout = 0
      configuration.lockTimeout = 0
      // Silence is no sign of an outage then; keepalives still tell when the server's machine is gone.
      configuration.responseTimeout = Self.longestMigration
    case .reading: configuration.isReadOnly = true
    }
    return configuration
  }
}
