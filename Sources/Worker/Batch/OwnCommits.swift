/// The last commits of one lane, by what they counted the database on to: tells whether what was read earlier is still as it was.
/// Pure.
///
/// The count is the database's: whoever else has changed anything, in this process or another, has counted it on as well, and is no
/// commit of the lane's.
struct OwnCommits {
  private struct Commit {
    let count: Int32
    /// nil where it may have changed anything.
    let footprint: BatchFootprint?
  }

  /// Batches between reading and storing: one, most often.
  private static let kept = 8

  private var commits: [Commit] = []

  /// Notes a commit; one without a count has changed nothing.
  mutating func note(_ count: Int32?, _ footprint: BatchFootprint?) {
    guard let count else { return }
    if commits.count == Self.kept { commits.removeFirst() }
    commits.append(Commit(count: count, footprint: footprint))
  }

  /// Whether anything of these facts may have changed between two counts.
  func mayHaveChanged(_ footprint: BatchFootprint?, since read: Int32, until now: Int32) -> Bool {
    guard let footprint else { return true }
    // Counts wrap around.
    let between = now &- read
    guard between >= 0, between <= commits.count else { return true }
    return commits.suffix(Int(between)).enumerated().contains { place, commit in
      commit.count != read &+ 1 &+ Int32(truncatingIfNeeded: place)
        || commit.footprint?.isDisjoint(with: footprint) != true
    }
  }
}
