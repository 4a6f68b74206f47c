internal import Billing
internal import Monetary

/// What chunks count, as the columns are named.
enum RunCounterColumns {
  static let ofChunks =
    first
    + ["tasks_requested", "emails_queued", "taxes_estimated"].map { Column($0, .integer) }

  /// Those with which the tables were made.
  static let first = [
    "accounts_selected", "schedules_selected", "schedules_billed", "schedules_failed",
    "invoices_made", "invoices_posted", "invoices_failed", "invoices_canceled", "line_count",
    "recovered", "unrecovered",
  ].map { Column($0, .integer) }

  /// Besides, what a run has only as a whole.
  static let ofRuns =
    ofChunks
    + ["chunks_made", "chunks_done", "emails_postponed"].map { Column($0, .integer) }
}

extension RunCounters {
  /// Reads the columns of ``RunCounterColumns/ofChunks``.
  init(from row: inout RowDecoder) throws(StoreError) {
    self.init()
    accountsSelected = try row.int()
    schedulesSelected = try row.int()
    schedulesBilled = try row.int()
    schedulesFailed = try row.int()
    invoicesMade = try row.int()
    invoicesPosted = try row.int()
    invoicesFailed = try row.int()
    invoicesCanceled = try row.int()
    lines = try row.int()
    recovered = try row.int()
    unrecovered = try row.int()
    tasksRequested = try row.int()
    emailsQueued = try row.int()
    taxesEstimated = try row.int()
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(accountsSelected)
    rows.append(schedulesSelected)
    rows.append(schedulesBilled)
    rows.append(schedulesFailed)
    rows.append(invoicesMade)
    rows.append(invoicesPosted)
    rows.append(invoicesFailed)
    rows.append(invoicesCanceled)
    rows.append(lines)
    rows.append(recovered)
    rows.append(unrecovered)
    rows.append(tasksRequested)
    rows.append(emailsQueued)
    rows.append(taxesEstimated)
  }
}

/// What of the counters is rows of their own: by chunk, and by 0 of a run that has ended.
enum RunSkipped {
  static let table = Table(
    "invoice_run_skipped", key: ["run_id", "chunk_no", "reason"],
    [
      Column("run_id", .identifier), Column("chunk_no", .integer), Column("reason", .text),
      Column("skip_count", .integer),
    ])
}

extension RunCounters {
  func encodeSkipped(into rows: inout RowBuffer, run: InvoiceRun.ID, chunk: Int) {
    for (reason, count) in skipped.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      rows.append(run)
      rows.append(chunk)
      rows.append(reason)
      rows.append(count)
    }
  }
}

extension RunTotals {
  static let table = Table(
    "invoice_run_total", key: ["run_id", "chunk_no", "currency"],
    [
      Column("run_id", .identifier), Column("chunk_no", .integer), Column("currency", .text),
      Column("invoices", .integer), Column("total_amount", .decimal),
      Column("total_tax_amount", .decimal), Column("total_amount_with_tax", .decimal),
    ])

  /// Reads the columns from `currency` on.
  init(afterKeyFrom row: inout RowDecoder) throws(StoreError) {
    let currency = try row.currency()
    self.init(
      invoices: try row.int(), totalAmount: try row.money(currency),
      totalTaxAmount: try row.money(currency), totalAmountWithTax: try row.money(currency))
  }

  func encode(into rows: inout RowBuffer, run: InvoiceRun.ID, chunk: Int) {
    rows.append(run)
    rows.append(chunk)
    rows.append(currency.code)
    rows.append(invoices)
    rows.append(totalAmount)
    rows.append(totalTaxAmount)
    rows.append(totalAmountWithTax)
  }
}
