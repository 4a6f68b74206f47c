internal import Billing
internal import Monetary

/// What runs that have ended counted, against what a query counts (<doc:InvoiceRuns#What-is-counted>).
extension Audit {
  mutating func checkRuns() throws(StoreError) {
    // Run by run in order of identifier: a stream cannot be asked beside another.
    var after = ""
    while true {
      let heads = try database.rows(
        """
        SELECT \(columns: InvoiceRun.table) FROM invoice_run
        WHERE id > \(after) AND status <> 'Running' ORDER BY id LIMIT \(Self.runsAtOnce)
        """
      ) { row throws(StoreError) in try InvoiceRun(headFrom: &row) }
      for head in heads {
        countRow()
        report.count(.runs)
        var run = head
        try database.addCounts(to: &run)
        try check(run)
      }
      guard heads.count == Self.runsAtOnce, let last = heads.last else { return }
      after = last.id.text
    }
  }

  private static let runsAtOnce = 100

  private mutating func check(_ run: InvoiceRun) throws(StoreError) {
    let errors = try count("SELECT count(*) FROM invoice_run_error WHERE run_id = \(run.id)")
    compare(run, "errors", counted: run.errorCount, found: errors)
    // What is wrong with one has an error for each fault. An error of the run itself is about none.
    let unmade = try count(
      """
      SELECT count(*) FROM (
        SELECT DISTINCT account_id, invoice_id, grouping_key FROM invoice_run_error
        WHERE run_id = \(run.id) AND (account_id IS NOT NULL OR invoice_id IS NOT NULL)
      ) AS unmade
      """)
    compare(run, "failed invoices", counted: run.counters.invoicesFailed, found: unmade)
    // A preview changes nothing; the others go over what another made.
    let made = run.kind == .generate
    let failed = try count(
      "SELECT count(*) FROM invoice_run_failed_schedule WHERE run_id = \(run.id)")
    compare(
      run, "failed schedules", counted: made ? run.counters.schedulesFailed : 0, found: failed)
    let invoices = try count("SELECT count(*) FROM invoice WHERE invoice_run_id = \(run.id)")
    compare(run, "invoices", counted: made ? run.counters.invoicesMade : 0, found: invoices)
    guard made else { return }
    let lines = try count(
      """
      SELECT count(*) FROM invoice_line
      WHERE invoice_id IN (SELECT id FROM invoice WHERE invoice_run_id = \(run.id))
      """)
    compare(run, "lines", counted: run.counters.lines, found: lines)
    let billed = try count(
      """
      SELECT count(*) FROM (
        SELECT DISTINCT invoice_id, billing_schedule_id FROM invoice_line
        WHERE billing_schedule_id IS NOT NULL
          AND invoice_id IN (SELECT id FROM invoice WHERE invoice_run_id = \(run.id))
      ) AS billed
      """)
    compare(run, "billed schedules", counted: run.counters.schedulesBilled, found: billed)
    try checkTotals(of: run)
  }

  private func count(_ statement: SQL) throws(StoreError) -> Int {
    try database.first(statement) { row throws(StoreError) in try row.int() } ?? 0
  }

  private mutating func compare(
    _ run: InvoiceRun, _ what: String, counted: Int, found: Int
  ) {
    guard counted != found else { return }
    report.add([
      AuditBreach(.runs, "Run \(run.id) counts \(counted) \(what); there are \(found).")
    ])
  }

  /// Without their taxes: those of a draft are estimated, and posting calculates them again.
  private mutating func checkTotals(of run: InvoiceRun) throws(StoreError) {
    var invoices: [String: Int] = [:]
    var sums: [String: Money] = [:]
    var beyond: Set<String> = []
    let statement: SQL = """
      SELECT currency, total_amount FROM invoice WHERE invoice_run_id = \(run.id)
      """
    try database.stream(statement) { found throws(StoreError) in
      var row = RowDecoder(found)
      let currency = try row.currency()
      let amount = try row.money(currency)
      invoices[currency.code, default: 0] += 1
      do throws(MonetaryError) {
        sums[currency.code] = try (sums[currency.code] ?? .zero(currency)).adding(amount)
      } catch {
        beyond.insert(currency.code)
      }
    }
    for code in invoices.keys.sorted() where !beyond.contains(code) {
      let total = run.totals.first { $0.currency.code == code }
      if total?.invoices != invoices[code] || total?.totalAmount != sums[code] {
        let counted = total.map { "\($0.invoices) of \($0.totalAmount)" } ?? "none"
        report.add([
          AuditBreach(
            .runs,
            """
            Run \(run.id) counts invoices in \(code): \(counted); there are \
            \(invoices[code, default: 0]) of \(sums[code].map { "\($0)" } ?? "nothing").
            """)
        ])
      }
    }
  }
}
