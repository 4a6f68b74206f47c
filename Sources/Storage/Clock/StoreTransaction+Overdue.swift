package import Billing
package import CivilTime

extension StoreTransaction {
  /// Posted invoices of which a due date before `today` has an open amount that was not reported yet, the longest overdue
  /// first; of more than `limit` the first.
  package borrowing func overdueInvoices(
    before today: CivilDate, limit: Int
  ) throws(StoreError) -> Set<Invoice.ID> {
    Set(
      try database.rows(
        """
        SELECT id FROM invoice WHERE next_overdue_date < \(today)
        ORDER BY next_overdue_date, id LIMIT \(limit)
        """
      ) { row throws(StoreError) in try row.id() })
  }

  /// Which due dates of these invoices were reported, and how often each: one row of the timeline for each instalment.
  package borrowing func reportedDueDates(
    of ids: Set<Invoice.ID>
  ) throws(StoreError) -> [Invoice.ID: [CivilDate: Int]] {
    guard !ids.isEmpty else { return [:] }
    var reported: [Invoice.ID: [CivilDate: Int]] = [:]
    let events = try database.rows(
      """
      SELECT \(columns: InvoiceEvent.table) FROM invoice_event
      WHERE invoice_id \(anyOf: ids) AND kind = \(InvoiceEvent.Kind.overdue.rawValue)
      """
    ) { row throws(StoreError) in try InvoiceEvent(from: &row) }
    for event in events {
      if let date = event.reportedDueDate {
        reported[event.invoiceId, default: [:]][date, default: 0] += 1
      }
    }
    return reported
  }

  /// Notes through which due date an invoice was reported as overdue, and which comes next. Its account is locked, its
  /// version stays: nothing changed that anybody asked for.
  ///
  /// - Returns: whether the stored invoice still had a due date to be reported; when not, somebody else has reported it.
  package borrowing func noteOverdue(
    _ invoice: Invoice, before today: CivilDate
  ) throws(StoreError) -> Bool {
    let changed: SQL = """
      UPDATE invoice SET
        overdue_told_through = \(date: invoice.overdueReportedThrough),
        next_overdue_date = \(date: invoice.nextOverdueDate)
      WHERE id = \(invoice.id) AND next_overdue_date < \(today)
      """
    return try database.execute(changed) == 1
  }
}

extension SQL.StringInterpolation {
  /// A date, or null.
  fileprivate mutating func appendInterpolation(date: CivilDate?) {
    if let date { appendInterpolation(date) } else { appendLiteral("NULL") }
  }
}
