internal import CivilTime

/// The list of workers. Each call is a transaction of its own, and times are the database's.
extension StoreSession {
  /// Says that a worker is there, and what it does; it has run for so many microseconds.
  package func note(_ worker: WorkerPresence, runningFor microseconds: Int64) throws(StoreError) {
    let now = try now()
    let reason: SQL = worker.reason.map { "\($0)" } ?? "NULL"
    try transaction { transaction throws(StoreError) in
      _ = try transaction.database.execute(
        """
        INSERT INTO worker_presence (instance, name, host, version, lanes, state, reason,
          busy_thousandths, requests_per_minute, waits, started_at, last_seen_at)
        VALUES (\(worker.instance), \(worker.name), \(worker.host), \(worker.version),
          \(worker.lanes), \(worker.state), \(reason), \(worker.busyThousandths),
          \(worker.requestsPerMinute), \(WaitTimes.storedText(worker.waits)),
          \(now.adding(microseconds: -microseconds)), \(now))
        ON CONFLICT (instance) DO UPDATE SET state = excluded.state, reason = excluded.reason,
          busy_thousandths = excluded.busy_thousandths,
          requests_per_minute = excluded.requests_per_minute, waits = excluded.waits,
          last_seen_at = excluded.last_seen_at
        """)
    }
  }

  /// Takes a worker that ends off the list.
  package func forgetWorker(_ instance: String) throws(StoreError) {
    try transaction { transaction throws(StoreError) in
      _ = try transaction.database.execute(
        "DELETE FROM worker_presence WHERE instance = \(instance)")
    }
  }

  /// Takes workers off the list that have ended without a word; returns how many.
  package func forgetUnseenWorkers() throws(StoreError) -> Int {
    let end = try now().adding(microseconds: -ListedWorker.keptFor)
    return try transaction { transaction throws(StoreError) in
      try transaction.database.execute(
        "DELETE FROM worker_presence WHERE last_seen_at < \(end)")
    }
  }
}

extension Queries {
  /// The workers that were seen within the last minute, by name. Of a standby that is behind by so many microseconds: within the last
  /// minute that it knows of.
  package func workers(behind microseconds: Int64 = 0) throws(StoreError) -> [ListedWorker] {
    let now = try now().adding(microseconds: -microseconds)
    return try database.rows(
      """
      SELECT instance, name, host, version, lanes, state, reason, busy_thousandths,
        requests_per_minute, waits, started_at, last_seen_at
      FROM worker_presence
      WHERE last_seen_at >= \(now.adding(microseconds: -ListedWorker.shownFor))
      ORDER BY name, instance LIMIT \(ListedWorker.most)
      """
    ) { row throws(StoreError) in
      let presence = WorkerPresence(
        instance: try row.text(), name: try row.text(), host: try row.text(),
        version: try row.text(), lanes: try row.int(), state: try row.text(),
        reason: try row.optionalText(), busyThousandths: try row.int(),
        requestsPerMinute: try row.int(), waits: WaitTimes.stored(try row.text()))
      let startedAt = try row.instant()
      let lastSeenAt = try row.instant()
      return ListedWorker(
        presence, startedAt: startedAt, lastSeenAt: lastSeenAt,
        unseenMicroseconds: max(0, now.microsecondsSince1970 - lastSeenAt.microsecondsSince1970))
    }
  }
}
