import CivilTime
import Monetary

extension UpdateInvoice {
  /// All members of `set`, or none with every reason. Setting a member to the value it has changes nothing.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    var items = InvoiceItems([invoiceId], on: facts, category: .invoiceUpdate) { _ in "/invoiceId" }
    var settling = Settling(facts: facts, context: context)
    var taxes = TaxesInProgress()
    items.attempt(invoiceId) { (invoice) throws(ItemRefusal) in
      try invoice.requireNotFinal()
      try invoice.requireVersion(expectedVersion)
      let taxed = try updated(invoice, facts, context)
      taxes.note(taxed.source, of: invoiceId.text)
      let updated = taxed.invoice
      let fields = invoice.fields(changedIn: updated)
      guard !fields.isEmpty else { return }
      settling.change(
        updated, .updated(fields),
        lines: updated.lines == invoice.lines && updated.instalments == invoice.instalments
          ? .unchanged : .taxes)
    }
    var decision = items.decision(
      Effects(invoices: InvoiceEffects(changed: settling.changes)))
    decision.take(taxes)
    return decision
  }

  private func updated(
    _ invoice: Invoice, _ facts: WorkingSet, _ context: PlanningContext
  ) throws(ItemRefusal) -> TaxedInvoice {
    var update = InvoiceUpdate(of: invoice, set, facts: facts)
    update.run()
    guard let first = update.faults.first else {
      return try update.taxed(by: context.taxEngine)
    }
    var refusal = ItemRefusal(first)
    refusal.others = Array(update.faults.dropFirst())
    throw refusal
  }
}
