internal import Glibc
internal import SQLite
package import Storage

/// Opens connections to one SQLite file. Several processes on one machine may use the file together;
/// it must not lie on a network file system, whose locks SQLite cannot rely on.
package struct SQLiteOpener: DatabaseOpener {
  private let path: String
  private let busyTimeoutMilliseconds: Int32

  /// - Parameters:
  ///   - path: the database file's, as in `sqlite:PATH`; one that is missing is made for migrating only,
  ///     readable and writable by its owner only.
  ///   - busyTimeoutMilliseconds: how long a transaction waits for another connection's to end before it
  ///     is ``StoreError/Kind/contention``.
  package init(path: String, busyTimeoutMilliseconds: Int32 = 5_000) {
    self.path = path
    self.busyTimeoutMilliseconds = busyTimeoutMilliseconds
  }

  package func open(for purpose: DatabasePurpose) throws(StoreError) -> any Database {
    if purpose != .migrating, isMissing {
      throw StoreError(
        .schemaMissing,
        "there is no database file \(path): put it back, or run `invoice-worker migrate` for a new one"
      )
    }
    do throws(SQLiteError) {
      return SQLiteDatabase(
        try SQLiteConnection(.file(path), configuration: configuration(for: purpose)), path: path)
    } catch {
      throw StoreError(error)
    }
  }

  /// Whether the file is missing from a directory that is there. A missing directory is an outage: a file
  /// system that is not mounted yet.
  ///
  /// A worker whose file was deleted must not go on in a new one without anybody's knowing.
  private var isMissing: Bool {
    guard access(path, F_OK) != 0, errno == ENOENT else { return false }
    let directory = path.lastIndex(of: "/").map { path[...$0] } ?? "."
    return access(String(directory), F_OK) == 0
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
    case .reading:
      configuration.access = .readOnly
    }
    return configuration
  }
}
