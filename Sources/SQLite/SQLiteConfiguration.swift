/// How a connection is opened. The defaults are those of a durable, shared database.
package struct SQLiteConfiguration: Hashable, Sendable {
  /// What the connection may do to the file.
  package enum Access: Hashable, Sendable {
    /// Reads and writes; a file that is missing is made with these permission bits (octal), less
    /// the process's umask. The write-ahead log takes over the permissions of the file.
    case readWrite(creationMode: UInt32)
    /// Reads only; a file that is missing is an error.
    case readOnly
  }

  /// When a commit is on stable storage.
  package enum Synchronous: Hashable, Sendable {
    /// Before COMMIT returns.
    case full
    /// At the next checkpoint: a power failure may take back the last commits (never half of one).
    case normal
  }

  package var access: Access
  package var synchronous: Synchronous

  /// How long a statement waits for another connection's lock, in milliseconds; then it fails
  /// with ``SQLiteResultCode/busy``. 0 fails at once.
  package var busyTimeoutMilliseconds: Int32

  /// Upper bound of the page cache in KiB.
  package var cacheKibibytes: Int32

  /// After how many pages of 4 KiB in the write-ahead log a commit copies them into the database file.
  /// More means fewer copies of pages that change often, and a larger log.
  package var checkpointPages: Int32

  /// How many prepared statements are kept at most; the one unused longest makes room.
  package var statementCacheCapacity: Int

  package init(
    access: Access = .readWrite(creationMode: 0o600), synchronous: Synchronous = .full,
    busyTimeoutMilliseconds: Int32 = 5_000, cacheKibibytes: Int32 = 8_192,
    checkpointPages: Int32 = 1_000, statementCacheCapacity: Int = 128
  ) {
    self.access = access
    self.synchronous = synchronous
    self.busyTimeoutMilliseconds = busyTimeoutMilliseconds
    self.cacheKibibytes = cacheKibibytes
    self.checkpointPages = checkpointPages
    self.statementCacheCapacity = statementCacheCapacity
  }
}
