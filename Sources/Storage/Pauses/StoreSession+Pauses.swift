internal import CivilTime

extension StoreSession {
  /// The classes that are paused now, by the database's clock, in the order of their names.
  package func pauses() throws(StoreError) -> [WorkPause] {
    let now = try now()
    return try database.rows(
      """
      SELECT work_class, paused_at, ends_at, paused_by FROM work_pause
      WHERE ends_at IS NULL OR ends_at > \(now) ORDER BY work_class
      """
    ) { row throws(StoreError) in try WorkPause(from: &row) }
  }

  /// Pauses a class, for `microseconds` or until it is resumed. One that is paused already stays paused as this one says.
  package func pause(
    _ workClass: String, for microseconds: Int64?, by user: String
  ) throws(StoreError) -> WorkPause {
    let now = try now()
    let pause = WorkPause(
      workClass: workClass, since: now, until: microseconds.map { now.adding(microseconds: $0) },
      by: user)
    let end: SQL = pause.until.map { "\($0)" } ?? "NULL"
    try transaction { transaction throws(StoreError) in
      _ = try transaction.database.execute(
        """
        INSERT INTO work_pause (work_class, paused_at, ends_at, paused_by)
        VALUES (\(pause.workClass), \(pause.since), \(end), \(pause.by))
        ON CONFLICT (work_class) DO UPDATE SET paused_at = excluded.paused_at,
          ends_at = excluded.ends_at, paused_by = excluded.paused_by
        """)
    }
    return pause
  }

  /// Ends the pause of a class.
  ///
  /// - Returns: whether it was paused.
  package func resume(_ workClass: String) throws(StoreError) -> Bool {
    let wasPaused = try pauses().contains { $0.workClass == workClass }
    try transaction { transaction throws(StoreError) in
      _ = try transaction.database.execute(
        "DELETE FROM work_pause WHERE work_class = \(workClass)")
    }
    return wasPaused
  }
}

extension Queries {
  /// The classes that are paused now.
  package func pauses() throws(StoreError) -> [WorkPause] { try session.pauses() }
}
