internal import Billing
internal import Monetary

/// What is counted of runs, and what is wanted of them.
extension Database {
  func isCancelWanted(_ id: InvoiceRun.ID) throws(StoreError) -> Bool {
    let until = try first("SELECT wanted_until FROM invoice_run_cancel WHERE run_id = \(id)") {
      row throws(StoreError) in try row.instant()
    }
    // Reading the time costs a round trip: only where there is a note.
    guard let until else { return false }
    return try now() < until
  }

  /// Adds what is stored beside a run's row: of one that has ended what its end stored, else the sums of its chunks so far. A
  /// transaction must be open.
  func addCounts(to run: inout InvoiceRun) throws(StoreError) {
    let isRunning = run.status == .running
    if isRunning {
      let sums = try first(
        """
        SELECT \(sums: RunCounterColumns.ofChunks), count(*),
          CAST(coalesce(sum(CASE WHEN is_done THEN 1 ELSE 0 END), 0) AS bigint)
        FROM invoice_run_chunk WHERE run_id = \(run.id)
        """
      ) { row throws(StoreError) in
        var counters = try RunCounters(from: &row)
        counters.chunksMade = try row.int()
        counters.chunksDone = try row.int()
        return counters
      }
      if let sums { run.counters = sums }
      run.errorCount =
        try first("SELECT count(*) FROM invoice_run_error WHERE run_id = \(run.id)") {
          row throws(StoreError) in try row.int()
        } ?? 0
    }
    // The whole run's is number 0.
    let numbers: SQL =
      isRunning ? "chunk_no > \(RunChunk.selection)" : "chunk_no = \(RunChunk.selection)"
    run.counters.skipped = try skipped(of: run.id, numbers)
    run.totals = try totals(of: run.id, numbers)
  }

  private func skipped(
    of run: InvoiceRun.ID, _ numbers: SQL
  ) throws(StoreError) -> [RunCounters.SkipReason: Int] {
    let counts = try rows(
      """
      SELECT reason, CAST(sum(skip_count) AS bigint) FROM invoice_run_skipped
      WHERE run_id = \(run) AND \(numbers) GROUP BY reason
      """
    ) { row throws(StoreError) -> (RunCounters.SkipReason, Int) in (try row.value(), try row.int())
    }
    return Dictionary(counts) { first, _ in first }
  }

  /// In order of currency. Summed here, for not every database sums amounts exactly; in constant memory. A currency whose sum no
  /// amount can hold is left out: no total is better than a wrong one, and than a run that never ends.
  private func totals(of run: InvoiceRun.ID, _ numbers: SQL) throws(StoreError) -> [RunTotals] {
    var sums: [String: RunTotals] = [:]
    var beyond: Set<String> = []
    let statement: SQL = """
      SELECT currency, invoices, total_amount, total_tax_amount, total_amount_with_tax
      FROM invoice_run_total WHERE run_id = \(run) AND \(numbers)
      """
    try stream(statement) { found throws(StoreError) in
      var row = RowDecoder(found)
      let total = try RunTotals(afterKeyFrom: &row)
      let code = total.currency.code
      guard let sum = sums[code] else {
        sums[code] = total
        return
      }
      do throws(MonetaryError) {
        sums[code] = try sum.adding(total)
      } catch {
        beyond.insert(code)
      }
    }
    return sums.keys.sorted().filter { !beyond.contains($0) }.compactMap { sums[$0] }
  }

  func runErrors(of id: InvoiceRun.ID, limit: Int) throws(StoreError) -> [RunError] {
    try rows(
      """
      SELECT account_id, invoice_id, grouping_key, billing_schedule_ids, error_code, error_message
      FROM invoice_run_error WHERE run_id = \(id) ORDER BY chunk_no, position LIMIT \(limit)
      """
    ) { row throws(StoreError) in try RunError(afterKeyFrom: &row) }
  }

  /// Runs by identifier, without their counters.
  func runs(_ ids: Set<InvoiceRun.ID>) throws(StoreError) -> [InvoiceRun] {
    guard !ids.isEmpty else { return [] }
    return try rows(
      "SELECT \(columns: InvoiceRun.table) FROM invoice_run WHERE id \(anyOf: ids) ORDER BY id"
    ) { row throws(StoreError) in try InvoiceRun(headFrom: &row) }
  }
}

extension RunTotals {
  fileprivate func adding(_ other: RunTotals) throws(MonetaryError) -> RunTotals {
    RunTotals(
      invoices: invoices + other.invoices, totalAmount: try totalAmount.adding(other.totalAmount),
      totalTaxAmount: try totalTaxAmount.adding(other.totalTaxAmount),
      totalAmountWithTax: try totalAmountWithTax.adding(other.totalAmountWithTax))
  }
}
