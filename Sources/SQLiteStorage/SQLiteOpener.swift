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
  ///   - busyTimeoutMilliseconds: how long a statement waits for another process's lock.
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

  /// A worker has a connection for each lane, so the caches are small: together they must fit into the
  /// process's 64 MiB. What they miss is in the page cache of the system.
  private func configuration(for purpose: DatabasePurpose) -> SQLiteConfiguration {
    var configuration =
      switch purpose {
      case .processing:
        SQLiteConfiguration(synchronous: .full, cacheKibibytes: 16_384, checkpointPages: 4_000)
      case .relaying: SQLiteConfiguration(synchronous: .normal, cacheKibibytes: 2_048)
      case .reading: SQLiteConfiguration(access: .readOnly, cacheKibibytes: 2_048)
      }
    configuration.busyTimeoutMilliseconds = busyTimeoutMilliseconds
    return configuration
  }
}
