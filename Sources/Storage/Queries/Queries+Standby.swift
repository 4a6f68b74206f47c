/// How a database stands to the one that takes its writes.
package struct Standby: Hashable, Sendable {
  /// Whether it follows another one; else it takes writes itself.
  package let isFollowing: Bool
  /// By how much it is behind at most, in microseconds; nil where the server cannot tell.
  package let behindMicroseconds: Int64?

  package init(isFollowing: Bool, behindMicroseconds: Int64?) {
    self.isFollowing = isFollowing
    self.behindMicroseconds = behindMicroseconds
  }
}

extension Queries {
  /// nil for a database of a kind that has no standbys.
  package func standby() throws(StoreError) -> Standby? {
    guard let question = database.dialect.standbyQuestion else { return nil }
    return try database.first(question) { row throws(StoreError) in
      // The clocks of two machines are compared: no copy is ahead.
      Standby(
        isFollowing: try row.boolean(),
        behindMicroseconds: try row.optionalInteger().map { max(0, $0) })
    }
  }
}
