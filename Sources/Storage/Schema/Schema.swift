/// Creates, upgrades and checks the database's schema.
///
/// The table `schema_version` holds one row for each step that has run. Each step is a transaction of
/// its own with its row, so that a crash leaves whole steps.
package struct Schema {
  /// The version this program works with.
  package static var current: Int64 { Migration.all.last?.version ?? 0 }

  private let session: StoreSession
  private var database: any Database { session.database }

  package init(_ session: StoreSession) {
    self.session = session
  }

  /// Brings the schema up to ``current``, or to an earlier version; nothing to do where it is. Any number of processes may call
  /// it at the same time, and workers may be busy: a step that meets their locks in a circle is run again from its start.
  ///
  /// - Parameter last: the version to stop at, for tests of a step over stored data.
  /// - Returns: the versions that ran here.
  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/schemaTooNew`` for a database of a newer
  ///   program, which is left as it is.
  package func migrate(upTo last: Int64 = current) throws(StoreError) -> [Int64] {
    // Who has nothing to do needs no rights to do it.
    guard try installedVersion() != Self.current else { return [] }
    var applied: [Int64] = []
    while let version = try runStep(upTo: last) { applied.append(version) }
    return applied
  }

  /// How often a step is begun at most. The database lets time pass before it ends a circle of waits, and ends some of them by
  /// the worker's transaction.
  private static let mostAttempts = 10

  /// Runs the next step, again from its start where other transactions were in the way; nil when there is none.
  private func runStep(upTo last: Int64) throws(StoreError) -> Int64? {
    var attempt = 1
    while true {
      do throws(StoreError) {
        return try step(upTo: last)
      } catch {
        guard error.kind == .contention, !session.isBroken, attempt < Self.mostAttempts else {
          throw error
        }
        attempt += 1
      }
    }
  }

  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/schemaMissing`` or
  ///   ``StoreError/Kind/schemaTooNew``, with what to do about it, unless the schema is ``current``.
  package func check() throws(StoreError) {
    let version = try installedVersion()
    guard version <= Self.current else { throw tooNew(version) }
    guard version == Self.current else {
      throw StoreError(
        .schemaMissing,
        version == 0
          ? "the database has no schema yet: run `invoice-worker migrate`"
          : """
          the database has schema version \(version), this program needs \(Self.current): \
          run `invoice-worker migrate`
          """)
    }
  }

  /// The next step, once, in a transaction of its own.
  private func step(upTo last: Int64) throws(StoreError) -> Int64? {
    try session.transaction { transaction throws(StoreError) in
      let database = transaction.database
      // Under the lock: what another process has done meanwhile is seen here.
      if let lock = database.dialect.migrationLock {
        try database.query(lock) { _ throws(StoreError) in }
      }
      try database.run(script: versionTable)
      let version = try latestVersion()
      guard version <= Self.current else { throw tooNew(version) }
      guard let next = Migration.all.first(where: { $0.version > version }),
        next.version <= last
      else { return nil }
      try database.run(script: next.statements(for: database.dialect))
      try database.execute(
        "INSERT INTO schema_version (version, name) VALUES (\(next.version), \(next.name))")
      return next.version
    }
  }

  private var versionTable: String {
    let types = database.dialect
    return """
      CREATE TABLE IF NOT EXISTS schema_version (
        version \(types.typeName(.integer)) PRIMARY KEY, name \(types.typeName(.text)) NOT NULL
      )\(types.tableOptions)
      """
  }

  private func installedVersion() throws(StoreError) -> Int64 {
    guard try database.first(database.dialect.tableExists("schema_version"), { _ in true }) != nil
    else { return 0 }
    return try latestVersion()
  }

  private func latestVersion() throws(StoreError) -> Int64 {
    try database.first("SELECT coalesce(max(version), 0) FROM schema_version") {
      row throws(StoreError) in try row.integer()
    } ?? 0
  }

  private func tooNew(_ version: Int64) -> StoreError {
    StoreError(
      .schemaTooNew,
      """
      the database has schema version \(version), this program knows \(Self.current): \
      upgrade this program
      """)
  }
}
