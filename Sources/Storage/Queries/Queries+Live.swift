package import CivilTime

/// What is looked at again and again while somebody watches.
extension Queries {
  /// How many requests of each type were completed after one instant, up to another.
  package func completedRequests(
    from: UTCInstant, to: UTCInstant
  ) throws(StoreError) -> [String: Int] {
    var counts: [String: Int] = [:]
    try database.query(
      """
      SELECT type, count(*) FROM request
      WHERE completed_at > \(from) AND completed_at <= \(to) GROUP BY type
      """
    ) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      counts[try decoder.text()] = try decoder.int()
    }
    return counts
  }

  /// Events that are not known to be published: how many, since when the oldest, and what time it is there.
  package func unsentEvents() throws(StoreError) -> (
    count: Int, oldest: UTCInstant?, now: UTCInstant
  ) {
    (
      try session.countUnsentEvents(), try session.oldestUnsentEvent(), try session.now()
    )
  }
}
