internal import SQLite
internal import Storage

/// Sees to it that a commit goes into the database that everybody else means by its path.
///
/// The file, its write-ahead log and the log's index are one database. SQLite goes on writing into a log that has been
/// deleted or into a file that somebody has written over, and says nothing; what is committed so is gone with the
/// process. So before and after each commit the three paths must still name the files that were there at first.
///
/// A file that is written over in place stays the same file. Each transaction that changes rows therefore counts on
/// in the header's `user_version`. The count in the file is that of the last checkpoint: it never goes back, is
/// never ahead of the count that the transaction sees, and at most one behind the first frame of the log. It is looked
/// at when the file's time or size has changed. What this cannot see: a copy that is as new as the last checkpoint
/// (it is the same), and pages damaged while the header is right (SQLite reports them when it reads them).
final class FileWatch {
  private let path: String
  private var log: String { path + "-wal" }
  private var index: String { path + "-shm" }

  /// As they were when the first transaction began; nil before.
  private var identities: [FileStatus.Identity?]?
  /// The database file when its header was last looked at, and the count that stood there.
  private var seen: FileStatus?
  private var seenCount: Int32?
  private var wasOverwritten = false
  private let committed: CommittedCount
  /// What the transaction under way will have counted to; nil when it has changed nothing.
  private var pendingCount: Int32?
  /// The connection's changes when the transaction began.
  private var changes: Int64 = 0

  init(path: String, committed: CommittedCount) {
    self.path = path
    self.committed = committed
  }

  private var current: [FileStatus.Identity?] {
    [path, log, index].map { FileStatus($0)?.identity }
  }

  /// A write transaction has begun: the log and its index are open from now on.
  func begin(_ connection: SQLiteConnection) throws(StoreError) {
    changes = connection.totalChanges
    pendingCount = nil
    guard identities == nil else { return }
    let found = current
    try checkContent(connection)
    identities = found
  }

  /// Before a commit: all three are there, the file has not been written over, and the next will see that this
  /// transaction was.
  func prepareCommit(_ connection: SQLiteConnection) throws(StoreError) {
    try confirm()
    try checkContent(connection)
    guard connection.totalChanges != changes else { return }
    let count = try translating { () throws(SQLiteError) in try connection.userVersion() }
    if let file = identities?.first ?? nil, committed.isAhead(of: count, in: file) {
      throw overwritten("an older copy of it")
    }
    try translating { () throws(SQLiteError) in try connection.setUserVersion(count &+ 1) }
    pendingCount = count &+ 1
  }

  /// After a commit: the paths still name the files it went into.
  ///
  /// - Returns: what the transaction has counted to; nil when it has changed nothing.
  func confirmCommit() throws(StoreError) -> Int32? {
    try confirm()
    if let pendingCount, let file = identities?.first ?? nil {
      committed.note(pendingCount, in: file)
    }
    defer { pendingCount = nil }
    return pendingCount
  }

  /// - Throws: ``StoreError`` unless the paths name the files that they named at first.
  func confirm() throws(StoreError) {
    guard let identities else { return }
    let found = current
    guard found[0] == identities[0] else {
      throw StoreError(
        .unavailable, "the database file \(path) was deleted, moved or replaced while it was in use"
      )
    }
    guard found == identities else {
      let lost = found[1] == identities[1] ? index : log
      throw StoreError(
        .environment, "\(lost) was deleted, moved or replaced while the database was in use",
        advice: """
          it is a part of the database \(path): it comes back when every worker on this file has let go of it; stop \
          those that do not
          """)
    }
  }

  /// What ``confirm()`` would throw, in words; nil while another connection to the paths would be to the same database.
  var staleness: String? {
    do throws(StoreError) {
      try confirm()
      return nil
    } catch {
      return error.description
    }
  }

  /// Whether the log may be copied into the file when the connection closes.
  func isFileIntact(_ connection: SQLiteConnection) -> Bool {
    guard !wasOverwritten else { return false }
    guard let identities else { return true }
    guard FileStatus(path)?.identity == identities[0] else { return false }
    do throws(StoreError) {
      try checkContent(connection)
      return true
    } catch {
      return false
    }
  }

  private func checkContent(_ connection: SQLiteConnection) throws(StoreError) {
    let status = FileStatus(path)
    guard status != seen || seenCount == nil else { return }
    // A new one: its first page is in the log.
    if identities == nil, status?.size == 0 { return }
    let header = try translating { () throws(SQLiteError) in try connection.fileHeader() }
    guard header.starts(with: DatabaseHeader.signature) else { throw overwritten("no database") }
    let inFile = WriteAheadLog.number(header, at: DatabaseHeader.userVersion)
    let count = try translating { () throws(SQLiteError) in try connection.userVersion() }
    // Counts wrap around: the difference shows which is ahead.
    var isRight = count &- inFile >= 0
    if let seenCount { isRight = isRight && inFile &- seenCount >= 0 }
    if let first = WriteAheadLog.firstUserVersion(at: log) {
      isRight = isRight && inFile &- (first &- 1) >= 0
    } else if FileStatus(log)?.size == 0 {
      // Nothing is in the log: what the transaction sees is what is in the file.
      isRight = isRight && inFile == count
    }
    guard isRight else { throw overwritten("another copy of it") }
    seen = status
    seenCount = inFile
  }

  private func overwritten(_ what: String) -> StoreError {
    wasOverwritten = true
    return StoreError(
      .environment, "the database file \(path) was written over while it was in use: it is \(what)",
      advice: """
        stop every worker on it, put the right file in its place, and remove \(log) and \(index) unless they belong \
        to that file
        """)
  }
}
