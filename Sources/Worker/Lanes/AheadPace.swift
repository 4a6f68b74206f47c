/// Whether planning ahead is worth it: where batches follow each other that concern the same accounts, what was planned ahead is planned
/// again, and it is tried less and less often. Pure.
package struct AheadPace: Hashable, Sendable {
  /// Batches between two tries, at most.
  package static let longestPause = 63

  private var pause = 0
  private var left = 0

  package init() {}

  /// Whether the next batch is planned ahead; counts it.
  package mutating func isDue() -> Bool {
    guard left > 0 else { return true }
    left -= 1
    return false
  }

  /// Notes whether what was planned ahead could be stored.
  package mutating func note(isOfUse: Bool) {
    pause = isOfUse ? 0 : min(2 * pause + 1, Self.longestPause)
    left = pause
  }
}
