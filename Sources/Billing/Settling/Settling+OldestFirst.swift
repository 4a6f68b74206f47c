import CivilTime
import Monetary

extension Settling {
  /// Applies what a source has left to the open invoices of its account and currency, oldest first, as far as it goes and up
  /// to ``RequestedSettlement/most`` of them. Passes over those that count only from a later day on.
  ///
  /// - Throws: ``SettlementRefusal`` when the source or the date is refused. Nothing to apply to is no fault.
  mutating func applyOldestFirst(
    from id: LedgerSource, effectiveDate given: CivilDate?
  ) throws(SettlementRefusal) {
    let source = try source(id)
    var checked = CheckedApplications(
      source: source, effectiveDate: try effectiveDate(given, from: source))
    var left = source.left
    for invoice in oldestFirst(of: source.accountId, source.currency) {
      guard left.isPositive, checked.amounts.count < RequestedSettlement.most else { break }
      guard let day = invoice.bookDate, day <= checked.effectiveDate else { continue }
      let amount = invoice.balance.atMost(left)
      checked.amounts.append((invoice.id, amount))
      // Both are within the same bound, and what is taken is at most what is left.
      left = (try? left.subtracting(amount)) ?? .zero(left.currency)
    }
    try apply(checked)
  }

  /// Invoices with something open, in the order in which they are settled: by the earliest open due date, the invoice date,
  /// the number, the identifier.
  func oldestFirst(of account: Account.ID, _ currency: Currency) -> [Invoice] {
    let open = facts.openInvoices(of: account).compactMap { id -> (CivilDate, Invoice)? in
      guard let invoice = invoice(id), invoice.currency == currency,
        let due = invoice.nextDueDate
      else { return nil }
      return (due, invoice)
    }
    return open.sorted {
      ($0.0, $0.1.invoiceDate, $0.1.number ?? "", $0.1.id)
        < ($1.0, $1.1.invoiceDate, $1.1.number ?? "", $1.1.id)
    }.map(\.1)
  }
}
