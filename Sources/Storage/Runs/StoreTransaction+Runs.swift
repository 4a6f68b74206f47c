package import Billing
package import CivilTime

/// The start and the end of runs.
extension StoreTransaction {
  /// Stores new runs with their selections (``RunChunk/selection``), and runs that have ended; occurrences.
  ///
  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/contention`` for a run that has ended already.
  package borrowing func write(_ effects: [RunEffects], at now: UTCInstant) throws(StoreError) {
    // A run that ends makes room for the next of its scheduler.
    for effect in effects {
      try end(effect.ended)
      try start(effect.started, at: now)
      _ = try settle(effect.occurrences)
    }
  }

  borrowing func start(_ runs: [InvoiceRun], at now: UTCInstant) throws(StoreError) {
    guard !runs.isEmpty else { return }
    var heads = RowBuffer(rows: runs.count, of: InvoiceRun.table.columns.count)
    var selections = RowBuffer(rows: runs.count, of: RunSelectionTable.table.columns.count)
    for run in runs {
      run.encodeHead(into: &heads)
      selections.append(run.id)
      selections.append("")
      selections.append(1)
      selections.append(1)
      selections.append(0)
      selections.append(true)
      selections.append(false)
      selections.append(now)
    }
    try database.write(.insert(InvoiceRun.table), heads)
    try database.write(.insert(RunSelectionTable.table), selections)
  }

  /// What is open of a run that ends is open for nobody any more.
  private borrowing func end(_ runs: [InvoiceRun]) throws(StoreError) {
    guard !runs.isEmpty else { return }
    let columns = [InvoiceRun.statusColumn] + InvoiceRun.endColumns
    var heads = RowBuffer(rows: runs.count, of: columns.count + 2)
    var totals = RowBuffer()
    var skipped = RowBuffer()
    for run in runs {
      heads.append(run.id)
      heads.append(InvoiceRun.Status.running)
      heads.append(run.status)
      run.encodeEnd(into: &heads)
      for total in run.totals {
        total.encode(into: &totals, run: run.id, chunk: RunChunk.selection)
      }
      run.counters.encodeSkipped(into: &skipped, run: run.id, chunk: RunChunk.selection)
    }
    let ended = try database.change(
      .update(InvoiceRun.table, where: InvoiceRun.statusColumn, set: columns), heads)
    guard ended == runs.count else {
      throw StoreError(.contention, "a run has ended since it was read")
    }
    try database.write(.insert(RunTotals.table), totals)
    try database.write(.insert(RunSkipped.table), skipped)
    let ids = runs.map(\.id)
    try database.execute("DELETE FROM invoice_run_chunk WHERE run_id \(anyOf: ids) AND NOT is_done")
    for table in ["invoice_run_selection", "invoice_run_progress"] as [SQL] {
      try database.execute("DELETE FROM \(table) WHERE run_id \(anyOf: ids)")
    }
  }

  /// The run, locked for its end, with what its done chunks sum up to, where it is Running, its selection has ended and no chunk is
  /// open; else nil, as for one that another transaction holds: it is ended by that one, or at the next attempt.
  package borrowing func runToEnd(_ id: InvoiceRun.ID) throws(StoreError) -> InvoiceRun? {
    // What makes chunks holds an open one, or the selection: once none is left none comes, so one look is enough.
    let run = try database.first(
      """
      SELECT \(columns: InvoiceRun.table) FROM invoice_run
      WHERE id = \(id) AND status = 'Running'
        AND EXISTS (
          SELECT 1 FROM invoice_run_selection
          WHERE invoice_run_selection.run_id = invoice_run.id AND is_ended
        )
        AND NOT EXISTS (
          SELECT 1 FROM invoice_run_chunk
          WHERE invoice_run_chunk.run_id = invoice_run.id AND NOT is_done
        )
      \(RowLock.skipLocked)
      """
    ) { row throws(StoreError) in try InvoiceRun(headFrom: &row) }
    guard var run else { return nil }
    try database.addCounts(to: &run)
    return run
  }

  /// Notes that progress was reported: nothing where that was less than `interval` microseconds ago, nothing moved since, or the
  /// run has ended meanwhile.
  ///
  /// - Returns: whether it is to be reported now.
  package borrowing func noteProgressReported(
    of run: InvoiceRun, at now: UTCInstant, interval: Int64
  ) throws(StoreError) -> Bool {
    guard run.counters.chunksDone > 0, try runToWorkOn(run.id) != nil else { return false }
    return try database.first(
      """
      INSERT INTO invoice_run_progress (run_id, reported_at, chunks_done)
      VALUES (\(run.id), \(now), \(run.counters.chunksDone))
      ON CONFLICT (run_id) DO UPDATE SET
        reported_at = excluded.reported_at, chunks_done = excluded.chunks_done
      WHERE invoice_run_progress.reported_at <= \(now.adding(microseconds: -interval))
        AND invoice_run_progress.chunks_done < excluded.chunks_done
      RETURNING run_id
      """
    ) { _ in true } != nil
  }

  /// Notes that messages of chunks are sent again.
  ///
  /// - Returns: the chunks whose messages are to be sent, without those that are done or that somebody works on at the moment.
  package borrowing func noteIssued(
    _ chunks: [RunChunk], at now: UTCInstant
  ) throws(StoreError) -> [RunChunk] {
    var noted: [RunChunk] = []
    for (run, chunks) in Dictionary(grouping: chunks, by: \.runId).sorted(by: { $0.key < $1.key }) {
      let numbers = chunks.map { Int64($0.number) }.sorted()
      var found = try database.rows(
        """
        UPDATE invoice_run_chunk SET issued_at = \(now)
        WHERE run_id = \(run) AND chunk_no IN (
          SELECT chunk_no FROM invoice_run_chunk
          WHERE run_id = \(run) AND chunk_no \(anyOf: numbers) AND NOT is_done
          \(RowLock.skipLocked)
        ) RETURNING chunk_no
        """
      ) { row throws(StoreError) in try row.int() }
      if numbers.contains(Int64(RunChunk.selection)) {
        found += try database.rows(
          """
          UPDATE invoice_run_selection SET issued_at = \(now) WHERE run_id IN (
            SELECT run_id FROM invoice_run_selection
            WHERE run_id = \(run) AND NOT is_ended \(RowLock.skipLocked)
          ) RETURNING run_id
          """
        ) { _ in RunChunk.selection }
      }
      let sent = Set(found)
      noted += chunks.filter { sent.contains($0.number) }
    }
    return noted
  }

  /// Errors of a run, first by chunk; at most `limit`.
  package borrowing func runErrors(
    of id: InvoiceRun.ID, limit: Int
  ) throws(StoreError) -> [RunError] {
    try database.runErrors(of: id, limit: limit)
  }

  /// Invoices that a preview shows, at most ``RunChunkPlan/mostSamples``.
  package borrowing func runSamples(of id: InvoiceRun.ID) throws(StoreError) -> [Invoice] {
    try database.runSamples(of: id)
  }
}

/// How far a run has selected what it goes over.
enum RunSelectionTable {
  static let table = Table(
    "invoice_run_selection", key: ["run_id"],
    [
      Column("run_id", .identifier), Column("after_id", .identifier),
      Column("next_chunk_no", .integer), Column("page_first", .integer),
      Column("page_last", .integer), Column("is_asked", .boolean), Column("is_ended", .boolean),
      Column("issued_at", .instant),
    ])
}
