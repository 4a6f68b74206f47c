package import Billing
package import CivilTime

/// What a worker does of a run in one transaction. Locks everywhere in this order: run, chunk, accounts by identifier, sequences by
/// name; the row of the selection last.
extension StoreTransaction {
  /// Whether somebody wants the run canceled: read before the run's row is locked, because a cancel waits for that lock.
  package borrowing func isCancelWanted(_ id: InvoiceRun.ID) throws(StoreError) -> Bool {
    try database.isCancelWanted(id)
  }

  /// The run while it is Running, without its counters, locked against its end but not against other chunks; nil for one that is
  /// not, or is none.
  package borrowing func runToWorkOn(_ id: InvoiceRun.ID) throws(StoreError) -> InvoiceRun? {
    try database.first(InvoiceRun.running(id)) { row throws(StoreError) in
      try InvoiceRun(headFrom: &row)
    }
  }

  /// Locks a chunk that is open, or the selection; nil for one that is done, or is none.
  package borrowing func openChunk(
    _ number: Int, of run: InvoiceRun.ID
  ) throws(StoreError) -> RunChunk? {
    guard number != RunChunk.selection else { return try openSelection(of: run) }
    return try database.first(RunChunk.open(number, of: run)) { row throws(StoreError) in
      try RunChunk(from: &row)
    }
  }

  private borrowing func openSelection(
    of run: InvoiceRun.ID
  ) throws(StoreError) -> RunChunk? {
    try database.first(
      """
      SELECT begun FROM invoice_run_selection
      WHERE run_id = \(run) AND NOT is_ended \(RowLock.wait)
      """
    ) { row throws(StoreError) in
      RunChunk(
        runId: run, number: RunChunk.selection, first: "", last: "", begun: try row.int())
    }
  }

  /// What an open chunk goes over, as it is now, at most as much as a chunk holds.
  ///
  /// - Returns: with the first and the last of the rest, where its range has grown beyond a chunk since it was made: a chunk of its
  ///   own is to be added of them in this transaction (``addChunks(_:to:at:)``).
  package borrowing func items(
    of chunk: RunChunk, in run: InvoiceRun
  ) throws(StoreError) -> (items: RunItems, rest: RunItems?) {
    try RunSelection(run: run, database: database).items(of: chunk)
  }

  /// Makes the next page of chunks and moves the selection on, both in this transaction. Locks the selection's row; empty where another
  /// has made the page or the selection has ended.
  ///
  /// - Returns: the numbers of the chunks made, at most ``RunChunk/ofSelection``.
  package borrowing func selectPage(
    of run: InvoiceRun, at now: UTCInstant
  ) throws(StoreError) -> [Int] {
    let found = try database.first(
      """
      SELECT after_id, next_chunk_no FROM invoice_run_selection
      WHERE run_id = \(run.id) AND NOT is_ended AND (is_asked OR \(Self.isHalfDone))
      \(RowLock.wait)
      """
    ) { row throws(StoreError) in (after: try row.text(), next: try row.int()) }
    guard let found else { return [] }

    let selection = RunSelection(run: run, database: database)
    var page = RunPage(RunPage.Limits(of: run.kind), room: RunChunk.ofSelection)
    var after = found.after
    var isEnded = false
    reading: while true {
      let candidates = try selection.candidates(after: after, limit: Self.candidatesAtOnce)
      for candidate in candidates {
        guard page.add(candidate.id, weighing: candidate.weight) else { break reading }
        after = candidate.id
      }
      guard candidates.count == Self.candidatesAtOnce else {
        isEnded = true
        break
      }
    }
    let numbers = Array(found.next..<(found.next + page.chunks.count))
    try insert(page.chunks, from: found.next, of: run.id, at: now)
    let end = found.next + page.chunks.count
    // How often it was begun is counted page by page: a long run outlives many workers.
    try database.execute(
      """
      UPDATE invoice_run_selection SET after_id = \(after), next_chunk_no = \(end),
        page_first = \(found.next), page_last = \(end - 1), is_asked = \(false),
        is_ended = \(isEnded), begun = 0, issued_at = \(now)
      WHERE run_id = \(run.id)
      """)
    return numbers
  }

  /// Candidates that are in memory together.
  private static var candidatesAtOnce: Int { 1_000 }

  /// Of the selection's page that was made last. A page that leaves more to select is full, so its half is far from its end: of the
  /// chunks that are done at the same moment, which do not see each other, one always comes after.
  private static var isHalfDone: SQL {
    """
    2 * (
      SELECT count(*) FROM invoice_run_chunk
      WHERE invoice_run_chunk.run_id = invoice_run_selection.run_id AND is_done
        AND chunk_no BETWEEN page_first AND page_last
    ) > page_last - page_first
    """
  }

  /// Marks a chunk done, with its counters, totals, errors and samples. A selection that is given up is ended so, with its
  /// errors and nothing else.
  ///
  /// - Returns: whether the run's next page is to be selected now: half of what the last one made is done, and this chunk was the
  ///   one that finished the half.
  package borrowing func complete(
    _ chunk: RunChunk, with plan: RunChunkPlan, at now: UTCInstant
  ) throws(StoreError) -> Bool {
    guard chunk.number != RunChunk.selection else {
      try database.execute(
        "UPDATE invoice_run_selection SET is_ended = \(true) WHERE run_id = \(chunk.runId)")
      try write(plan.errors, of: chunk)
      return false
    }
    var done = RowBuffer()
    done.append(chunk.runId)
    done.append(chunk.number)
    done.append(true)
    plan.counters.encode(into: &done)
    try database.write(
      .update(
        RunChunk.table, set: [Column("is_done", .boolean)] + RunCounterColumns.ofChunks), done)
    try write(plan, of: chunk)
    return try database.execute(
      """
      UPDATE invoice_run_selection SET is_asked = \(true), issued_at = \(now)
      WHERE run_id = \(chunk.runId) AND NOT is_ended AND NOT is_asked AND \(Self.isHalfDone)
      """) == 1
  }

  private borrowing func write(
    _ plan: RunChunkPlan, of chunk: RunChunk
  ) throws(StoreError) {
    let run = chunk.runId
    var totals = RowBuffer()
    for total in plan.totals { total.encode(into: &totals, run: run, chunk: chunk.number) }
    try database.write(.insert(RunTotals.table), totals)
    var skipped = RowBuffer()
    plan.counters.encodeSkipped(into: &skipped, run: run, chunk: chunk.number)
    try database.write(.insert(RunSkipped.table), skipped)
    try write(plan.errors, of: chunk)
    var failed = RowBuffer()
    for progress in plan.decision.effects.progress where progress.progress.status == .error {
      failed.append(run)
      failed.append(progress.billingScheduleId)
    }
    try database.write(.insertNew(RunFailedSchedule.table), failed)
    try write(plan.samples, of: chunk)
  }

  private borrowing func write(
    _ errors: [RunError], of chunk: RunChunk
  ) throws(StoreError) {
    var rows = RowBuffer()
    for (position, error) in zip(1..., errors) {
      error.encode(into: &rows, run: chunk.runId, chunk: chunk.number, position: position)
    }
    try database.write(.insert(RunError.table), rows)
  }

  /// Adds chunks over these, each a chunk of its own: what it names is all there is between its first and its last.
  ///
  /// - Returns: their numbers.
  package borrowing func addChunks(
    _ items: [RunItems], to run: InvoiceRun.ID, at now: UTCInstant
  ) throws(StoreError) -> [Int] {
    var ranges: [RunPage.IdentifierRange] = []
    for item in items {
      guard let first = item.identifiers.first, let last = item.identifiers.last else { continue }
      ranges.append(RunPage.IdentifierRange(first: first, last: last))
    }
    return try add(ranges, to: run, at: now)
  }

  private borrowing func add(
    _ ranges: [RunPage.IdentifierRange], to run: InvoiceRun.ID, at now: UTCInstant
  ) throws(StoreError) -> [Int] {
    guard !ranges.isEmpty else { return [] }
    let next = try database.first(
      """
      UPDATE invoice_run_selection SET next_chunk_no = next_chunk_no + \(ranges.count)
      WHERE run_id = \(run) RETURNING next_chunk_no
      """
    ) { row throws(StoreError) in try row.int() }
    guard let next else {
      throw StoreError(.fault, "the run \(run) has no selection any more")
    }
    let first = next - ranges.count
    try insert(ranges, from: first, of: run, at: now)
    return Array(first..<next)
  }

  private borrowing func insert(
    _ ranges: [RunPage.IdentifierRange], from first: Int, of run: InvoiceRun.ID, at now: UTCInstant
  ) throws(StoreError) {
    var rows = RowBuffer(rows: ranges.count, of: RunChunk.newTable.columns.count)
    for (number, range) in zip(first..., ranges) {
      rows.append(run)
      rows.append(number)
      rows.append(range.first)
      rows.append(range.last)
      rows.append(now)
    }
    try database.write(.insert(RunChunk.newTable), rows)
  }
}
