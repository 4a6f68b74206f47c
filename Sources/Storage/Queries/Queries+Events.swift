package import Billing

extension Queries {
  /// What happened to an invoice, in the order in which it did; at most `limit` rows.
  package func events(
    of invoiceId: Invoice.ID, limit: Int = 10_000
  ) throws(StoreError) -> [InvoiceEvent] {
    try database.rows(
      """
      SELECT \(columns: InvoiceEvent.table) FROM invoice_event
      WHERE invoice_id = \(invoiceId) ORDER BY number LIMIT \(limit)
      """
    ) { row throws(StoreError) in try InvoiceEvent(from: &row) }
  }
}
