package import Billing

extension StoreTransaction {
  /// The first invoices that a run made, or that one over another's went over; in order of identifier.
  package borrowing func noticedInvoices(
    of run: InvoiceRun, limit: Int
  ) throws(StoreError) -> [NoticedInvoice] {
    let maker = run.kind.billsAccounts ? run.id : run.parentRunId
    guard let maker else { return [] }
    return try database.rows(
      """
      SELECT id, invoice_number, status, currency, total_amount_with_tax
      FROM invoice WHERE invoice_run_id = \(maker) ORDER BY id LIMIT \(limit)
      """
    ) { row throws(StoreError) in
      let id: Invoice.ID = try row.id()
      let number = try row.optionalText()
      let status: InvoiceStatus = try row.value()
      let currency = try row.currency()
      return NoticedInvoice(
        id: id, number: number, status: status, totalAmountWithTax: try row.money(currency))
    }
  }

  /// Queues notices, which no invoice has.
  package borrowing func queue(
    notices: [EmailDelivery]
  ) throws(StoreError) {
    guard let first = notices.first else { return }
    var effects = EmailEffects()
    effects.queued = notices
    try write([effects], at: first.queuedAt)
  }
}
