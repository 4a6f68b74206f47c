internal import Glibc
internal import SQLite
package import Storage

/// Opens connections to one SQLite file. Several processes on one machine may use the file together;
/// it must not lie on a network file system, whose locks SQLite cannot rely on.
package struct SQLiteOpener: DatabaseOpener {
  private let path: String
  private let busyTimeoutMilliseconds: Int32
  private let committed = CommittedCount()

  /// Of SQLite, as it is loaded.
  package static var libraryVersion: String { SQLiteLibrary.version }

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
    if isLogMissing {
      throw StoreError(
        .environment,
        "\(path)-wal is missing, a part of the database \(path): what it held has not all been copied into the file",
        advice: """
          put it back, or stop every worker on this file; where none runs and it is gone for good, restore a backup, \
          or remove \(path)-shm to go on without what it held
          """)
    }
    do throws(SQLiteError) {
      return SQLiteDatabase(
        try SQLiteConnection(.file(path), configuration: configuration(for: purpose)), path: path,
        committed: committed)
    } catch {
      throw StoreError(error)
    }
  }

  /// Whether the file is missing from a directory that is there. A missing directory is an outage: a file
  /// system that is not mounted yet.
  ///
  /// A worker whose file was deleted must not go on in a new one unnoticed.
  private var isMissing: Bool {
    guard access(path, F_OK) != 0, errno == ENOENT else { return false }
    let directory = path.lastIndex(of: "/").map { path[...$0] } ?? "."
    return access(String(directory), F_OK) == 0
  }

  /// Whether the log's index is there without the log: somebody has the database open, or died with it, and the log
  /// was deleted. A connection opened now would write into a log of its own, at places that the others' index names.
  ///
  /// Whoever closes last removes the log and then its index, which takes no time to speak of.
  private var isLogMissing: Bool {
    for _ in 0..<20 {
      guard FileStatus(path + "-shm") != nil, FileStatus(path + "-wal") == nil else { return false }
      usleep(5_000)
    }
    return true
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
