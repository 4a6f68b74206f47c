package import Billing

/// Which documents an export is of.
package enum ExportSelection: Hashable, Sendable {
  /// What was issued with a date in these days: posted and voided invoices, and credit memos.
  case issued(ExportedDays)
  /// One invoice, in whatever status.
  case invoice(Invoice.ID)
  case creditMemo(CreditMemo.ID)

  var invoices: SQL {
    switch self {
    case .issued(let days):
      """
      document.invoice_date >= \(days.first) AND document.invoice_date <= \(days.last)
      AND document.status IN ('Posted', 'Voided')
      """
    case .invoice(let id): "document.id = \(id)"
    case .creditMemo: "FALSE"
    }
  }

  /// Not those that negative lines were converted into: the lines are exported with their invoice.
  var creditMemos: SQL {
    switch self {
    case .issued(let days):
      """
      document.credit_date >= \(days.first) AND document.credit_date <= \(days.last)
      AND document.source_action <> 'NegativeInvoiceLineConversion'
      """
    case .invoice: "FALSE"
    case .creditMemo(let id): "document.id = \(id)"
    }
  }
}
