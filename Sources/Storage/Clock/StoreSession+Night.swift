package import CivilTime

/// Which nights' work is done, by name: a row beside the leases, whose term is the last day that was closed.
extension StoreSession {
  /// Whether the work of the night that this day began with is still to be done.
  package func isNightOpen(_ name: String, of day: CivilDate) throws(StoreError) -> Bool {
    let closed = try database.first(
      "SELECT term FROM worker_lease WHERE name = \(nightName(name))"
    ) { row throws(StoreError) in try row.integer() }
    return (closed ?? .min) < Int64(day.daysSince1970)
  }
}

extension StoreTransaction {
  /// Notes that the work of a night is done.
  ///
  /// - Returns: whether it was open; when not, another process has done it, and what this one found is not to be reported.
  package borrowing func closeNight(
    _ name: String, of day: CivilDate, at now: UTCInstant
  ) throws(StoreError) -> Bool {
    let closed = try database.first(
      """
      INSERT INTO worker_lease (name, holder, term, expires_at)
      VALUES (\(nightName(name)), '', \(Int64(day.daysSince1970)), \(now))
      ON CONFLICT (name) DO UPDATE SET term = excluded.term, expires_at = excluded.expires_at
      WHERE worker_lease.term < excluded.term
      RETURNING term
      """
    ) { row throws(StoreError) in try row.integer() }
    return closed != nil
  }
}

private func nightName(_ name: String) -> String { "night: \(name)" }
