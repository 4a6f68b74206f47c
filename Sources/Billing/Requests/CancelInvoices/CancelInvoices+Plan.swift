import Monetary

extension CancelInvoices {
  /// Each invoice is an item of its own, canceled or refused by itself; the latest first, so that one request takes a
  /// chain of periods back. The answer names them in the request's order.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    var items = InvoiceItems(invoiceIds, on: facts, category: .invoiceCancel)
    if let refusal = items.overLineLimit { return refusal }
    var open = OpenAgain(facts: facts)
    var settling = Settling(facts: facts, context: context)
    items.attemptLatestFirst { (invoice) throws(ItemRefusal) in
      try invoice.requireDraft(toBe: "canceled")
      try invoice.requireVersion(expectedVersion)
      try open.takeBack(invoice)
      settling.change(invoice.canceled(reason), .canceled, lines: .states)
    }
    return items.decision(
      Effects(
        records: open.records, progress: open.movedSchedules,
        invoices: InvoiceEffects(changed: settling.changes)))
  }
}

extension Invoice {
  /// The draft taken back: nothing of it is owed, and its lines no longer hold their periods.
  fileprivate func canceled(_ reason: String?) -> Invoice {
    var canceled = self
    canceled.status = .canceled
    canceled.reason = reason
    canceled.balance = .zero(currency)
    canceled.settlementStatus = .notSettled
    canceled.reinvoiceOf = []
    canceled.reinvoicedBy = []
    return canceled
  }
}
