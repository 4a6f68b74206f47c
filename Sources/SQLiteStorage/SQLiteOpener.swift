internal import SQLite
package import Storage

/// Opens connections to one SQLite file. Several processes on one machine may use the file together;
/// it must not lie on a network file system, whose locks SQLite cannot rely on.
package struct SQLiteOpener: DatabaseOpener {
  private let path: String
  private let busyTimeoutMilliseconds: Int32

  /// - Parameters:
  ///   - path: the database file's, as in `sqlite:PATH`; it is made when it is missing, readable and
  ///     writable by its owner only.
  ///   - busyTimeoutMilliseconds: how long a transaction waits for another connection's to end before it
  ///     is ``StoreError/Kind/contention``.
  package init(path: String, busyTimeoutMilliseconds: Int32 = 5_000) {
    self.path = path
    self.busyTimeoutMilliseconds = busyTimeoutMilliseconds
  }

  package func open(for purpose: DatabasePurpose) throws(StoreError) -> any Database {
    do throws(SQLiteError) {
      return SQLiteDatabase(
        try SQLiteConnection(.file(path), configuration: configuration(for: purpose)))
    } catch {
      throw StoreError(error)
    }
  }

  /// A worker has a connection for each lane, so the caches are bounded: together they must fit into the
  /// process's 64 MiB. A batch writes at the end of its indexes, so what it touches fits into a small one, and
  /// what that misses is in the system's page cache.
  private func configuration(for purpose: DatabasePurpose) -> SQLiteConfiguration {
    var configuration = SQLiteConfiguration(
      busyTimeoutMilliseconds: busyTimeoutMilliseconds, cacheKibibytes: 2_048)
    switch purpose {
    case .processing:
      configuration.synchronous = .full
      configuration.cacheKibibytes = 6_144
      configuration.checkpointPages = 4_000
    case .migrating:
      configuration.synchronous = .full
    case .relaying:
      configuration.synchronous = .normal
    case .reading:
      configuration.access = .readOnly
    }
    return configuration
  }
}
