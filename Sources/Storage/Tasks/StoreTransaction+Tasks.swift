package import Billing

extension StoreTransaction {
  /// Stores new tasks, in this order, and what was reported on stored ones; a few statements for all of a batch.
  package borrowing func write(_ effects: [TaskEffects]) throws(StoreError) {
    let requested = effects.flatMap(\.requested)
    if !requested.isEmpty {
      var rows = RowBuffer(rows: requested.count, of: InvoiceTask.table.columns.count)
      for task in requested { task.encode(into: &rows) }
      try database.write(.insert(InvoiceTask.table), rows)
    }
    let reported = effects.flatMap(\.reported)
    if !reported.isEmpty {
      var rows = RowBuffer(rows: reported.count, of: 1 + InvoiceTask.reportColumns.count)
      for task in reported {
        rows.append(task.id)
        rows.append(task.status)
        rows.append(task.message)
      }
      try database.write(.update(InvoiceTask.table, set: InvoiceTask.reportColumns), rows)
    }
  }
}

extension Queries {
  /// The tasks that were requested for an invoice last, at most `limit`, in the order in which they were.
  package func tasks(
    of invoiceId: Invoice.ID, limit: Int = 10_000
  ) throws(StoreError) -> [InvoiceTask] {
    try database.rows(
      """
      SELECT \(columns: InvoiceTask.table) FROM (
        SELECT number, \(columns: InvoiceTask.table) FROM invoice_task
        WHERE invoice_id = \(invoiceId) ORDER BY number DESC LIMIT \(limit)
      ) AS latest ORDER BY number
      """
    ) { row throws(StoreError) in try InvoiceTask(from: &row) }
  }
}
