package import Billing
package import CivilTime

/// What concerns runs outside of a chunk's transaction; each call is a short transaction of its own.
extension StoreSession {
  /// Notes that a run is to be canceled; nothing for one that is not Running. The note holds for ``cancelHold`` and is made
  /// again with each attempt to cancel: where none of them finishes, the run goes on.
  package func noteCancelWanted(_ id: InvoiceRun.ID) throws(StoreError) {
    try transaction { transaction throws(StoreError) in
      let until = try transaction.now().adding(microseconds: Self.cancelHold)
      _ = try transaction.database.execute(
        """
        INSERT INTO invoice_run_cancel (run_id, wanted_until)
        SELECT id, \(until) FROM invoice_run WHERE id = \(id) AND status = 'Running'
        ON CONFLICT (run_id) DO UPDATE SET wanted_until = excluded.wanted_until
        """)
    }
  }

  /// Far longer than a cancel waits for the chunks in progress, in microseconds of the database's clock.
  private static var cancelHold: Int64 { 5 * 60 * 1_000_000 }

  /// Counts that a worker begins a chunk, or the selection, again.
  ///
  /// - Returns: how often, this time included; nil for one that is not open.
  package func noteBegun(_ number: Int, of run: InvoiceRun.ID) throws(StoreError) -> Int? {
    let counting: SQL =
      number == RunChunk.selection
      ? """
      UPDATE invoice_run_selection SET begun = begun + 1
      WHERE run_id = \(run) AND NOT is_ended RETURNING begun
      """
      : """
      UPDATE invoice_run_chunk SET begun = begun + 1
      WHERE run_id = \(run) AND chunk_no = \(number) AND NOT is_done RETURNING begun
      """
    return try transaction { transaction throws(StoreError) in
      try transaction.database.first(counting) { row throws(StoreError) in try row.int() }
    }
  }

  /// An open chunk's run, without its counters, and what it goes over, read without locks: for a plan of which nothing is stored. nil
  /// for one that is done, is none, or whose run is not Running or is to be canceled. The transaction has ended when it returns.
  package func openChunk(
    _ number: Int, of id: InvoiceRun.ID
  ) throws(StoreError) -> (run: InvoiceRun, items: RunItems)? {
    try reading { () throws(StoreError) in
      guard try !database.isCancelWanted(id),
        let run = try database.first(
          InvoiceRun.running(id).withoutLocks,
          { row throws(StoreError) in try InvoiceRun(headFrom: &row) }),
        let chunk = try database.first(
          RunChunk.open(number, of: id).withoutLocks,
          { row throws(StoreError) in try RunChunk(from: &row) })
      else { return nil }
      return (run, try RunSelection(run: run, database: database).items(of: chunk).items)
    }
  }

  /// Runs that are Running, in order of start, without their counters.
  package func runningRuns() throws(StoreError) -> [InvoiceRun] {
    try reading { () throws(StoreError) in
      try database.rows(
        """
        SELECT \(columns: InvoiceRun.table) FROM invoice_run WHERE status = 'Running'
        ORDER BY started_at, id
        """
      ) { row throws(StoreError) in try InvoiceRun(headFrom: &row) }
    }
  }

  /// Whether a run still selects what it goes over, or has chunks that are not done. Costs the same however many are done.
  package func isAnythingOpen(of id: InvoiceRun.ID) throws(StoreError) -> Bool {
    try reading { () throws(StoreError) in
      try database.first(
        """
        SELECT 1 WHERE EXISTS (
            SELECT 1 FROM invoice_run_selection WHERE run_id = \(id) AND NOT is_ended
          ) OR EXISTS (SELECT 1 FROM invoice_run_chunk WHERE run_id = \(id) AND NOT is_done)
        """
      ) { _ in true } != nil
    }
  }

  /// The run with what its done chunks sum up to; nil for no such run. Of one that has ended what was stored at its end.
  package func runProgress(_ id: InvoiceRun.ID) throws(StoreError) -> InvoiceRun? {
    try reading { () throws(StoreError) in
      guard var run = try database.runs([id]).first else { return nil }
      try database.addCounts(to: &run)
      return run
    }
  }

  /// Chunks and selections that have been open since before `time`, whose message was sent before it, at most `limit`.
  package func overdueChunks(
    before time: UTCInstant, limit: Int
  ) throws(StoreError) -> [RunChunk] {
    try reading { () throws(StoreError) in
      let selections = try database.rows(
        """
        SELECT run_id, begun FROM invoice_run_selection
        WHERE NOT is_ended AND issued_at < \(time) ORDER BY issued_at LIMIT \(limit)
        """
      ) { row throws(StoreError) in
        RunChunk(
          runId: try row.id(), number: RunChunk.selection, first: "", last: "",
          begun: try row.int())
      }
      let chunks = try database.rows(
        """
        SELECT \(columns: RunChunk.table) FROM invoice_run_chunk
        WHERE NOT is_done AND issued_at < \(time)
        ORDER BY issued_at LIMIT \(max(limit - selections.count, 0))
        """
      ) { row throws(StoreError) in try RunChunk(from: &row) }
      return selections + chunks
    }
  }

  /// How many chunks and selections are open, of all runs.
  package func openChunkCount() throws(StoreError) -> Int {
    try reading { () throws(StoreError) in
      try database.first(
        """
        SELECT (SELECT count(*) FROM invoice_run_chunk WHERE NOT is_done)
          + (SELECT count(*) FROM invoice_run_selection WHERE NOT is_ended AND is_asked)
        """
      ) { row throws(StoreError) in try row.int() } ?? 0
    }
  }

  /// Forgets how runs that ended before `instant` were spread: the rows of their chunks, at most `limit` of them, and then what
  /// else only served the work. The runs themselves, their errors and what they can recover stay. Returns how many chunks it
  /// deleted; fewer than `limit` where nothing is left.
  package func deleteChunks(endedBefore instant: UTCInstant, limit: Int) throws(StoreError) -> Int {
    var deleted = 0
    while deleted < limit {
      let room = limit - deleted
      let step = try transaction { transaction throws(StoreError) in
        try transaction.sweepRun(endedBefore: instant, limit: room)
      }
      guard let step else { break }
      deleted += step
    }
    return deleted
  }
}

extension StoreTransaction {
  /// Deletes at most `limit` chunks of one run; nil where no run is left.
  fileprivate borrowing func sweepRun(
    endedBefore instant: UTCInstant, limit: Int
  ) throws(StoreError) -> Int? {
    let run: InvoiceRun.ID? = try database.first(
      """
      SELECT id FROM invoice_run
      WHERE NOT is_swept AND completed_at IS NOT NULL AND completed_at < \(instant)
      ORDER BY completed_at LIMIT 1 \(RowLock.skipLocked)
      """
    ) { row throws(StoreError) in try row.id() }
    guard let run else { return nil }
    let numbers = try database.rows(
      """
      SELECT chunk_no FROM invoice_run_chunk WHERE run_id = \(run)
      ORDER BY chunk_no LIMIT \(limit)
      """
    ) { row throws(StoreError) in try row.integer() }
    for table in ["invoice_run_chunk", "invoice_run_total", "invoice_run_skipped"] as [SQL] {
      guard !numbers.isEmpty else { break }
      try database.execute(
        "DELETE FROM \(table) WHERE run_id = \(run) AND chunk_no \(anyOf: numbers)")
    }
    if numbers.count < limit {
      for table in ["invoice_run_sample", "invoice_run_cancel"] as [SQL] {
        try database.execute("DELETE FROM \(table) WHERE run_id = \(run)")
      }
      try database.execute("UPDATE invoice_run SET is_swept = \(true) WHERE id = \(run)")
    }
    return numbers.count
  }
}
