internal import CivilTime

/// Leases by name: of all processes on a database at most one holds a name at a time, by the database's clock. Each call is
/// a transaction of its own, and one conditional statement in it.
extension StoreSession {
  /// Takes a lease that nobody holds, whose time is over, or that this holder has taken already without knowing it. The
  /// holder is a text that each process draws for itself: a name of the machine might be borne by two. The duration
  /// is in microseconds.
  ///
  /// - Returns: the term, one more each time that the lease is taken; nil when another holds it.
  package func takeLease(
    _ name: String, holder: String, duration: Int64
  ) throws(StoreError) -> Int64? {
    // Read before the statement is sent: what passes in between makes the lease shorter, never longer.
    let now = try now()
    return try transaction { transaction throws(StoreError) in
      try transaction.database.first(
        """
        INSERT INTO worker_lease (name, holder, term, expires_at)
        VALUES (\(name), \(holder), 1, \(now.adding(microseconds: duration)))
        ON CONFLICT (name) DO UPDATE SET
          holder = excluded.holder, term = worker_lease.term + 1, expires_at = excluded.expires_at
        WHERE worker_lease.expires_at <= \(now) OR worker_lease.holder = excluded.holder
        RETURNING term
        """
      ) { row throws(StoreError) in try row.integer() }
    }
  }

  /// Holds a lease for longer.
  ///
  /// - Returns: whether it is still this holder's in this term; when not, another has taken it.
  package func prolongLease(
    _ name: String, holder: String, term: Int64, duration: Int64
  ) throws(StoreError) -> Bool {
    let now = try now()
    return try transaction { transaction throws(StoreError) in
      try transaction.database.execute(
        """
        UPDATE worker_lease SET expires_at = \(now.adding(microseconds: duration))
        WHERE name = \(name) AND holder = \(holder) AND term = \(term)
        """) == 1
    }
  }

  /// Gives a lease back before its time, where it is still this holder's in this term.
  package func giveBackLease(
    _ name: String, holder: String, term: Int64
  ) throws(StoreError) {
    let now = try now()
    try transaction { transaction throws(StoreError) in
      _ = try transaction.database.execute(
        """
        UPDATE worker_lease SET expires_at = \(now)
        WHERE name = \(name) AND holder = \(holder) AND term = \(term)
        """)
    }
  }
}
