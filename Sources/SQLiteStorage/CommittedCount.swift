internal import Synchronization

/// The highest transaction count that this process has committed into a database file: what all connections of one
/// opener know together. A connection that is opened after an older copy was written over the file finds nothing
/// wrong in it; only whoever remembers does.
///
/// It holds for one file, not for its path: a file that takes another's place starts again.
final class CommittedCount: Sendable {
  private let known = Mutex<(file: FileStatus.Identity, count: Int32)?>(nil)

  /// Whether a transaction on this file that sees `count` sees less than was committed.
  func isAhead(of count: Int32, in file: FileStatus.Identity) -> Bool {
    known.withLock { known in
      guard let known, known.file == file else { return false }
      // Counts wrap around: the difference shows which is ahead.
      return count &- known.count < 0
    }
  }

  func note(_ count: Int32, in file: FileStatus.Identity) {
    known.withLock { known in
      if let earlier = known, earlier.file == file, count &- earlier.count < 0 { return }
      known = (file, count)
    }
  }
}
