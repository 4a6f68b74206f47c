import CivilTime
import Monetary

extension UpdateInvoice {
  /// All members of `set`, or none with every reason. Setting what is there already changes nothing.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    guard let invoice = facts.invoices[invoiceId] else {
      return refused(ItemRefusal(.unknownInvoice(invoiceId, at: nil)), nil)
    }
    do throws(ItemRefusal) {
      try invoice.requireNotFinal()
      try invoice.requireVersion(expectedVersion)
      let updated = try updated(invoice, facts, context)
      let fields = invoice.fields(changedIn: updated)
      guard !fields.isEmpty else {
        return Decision(
          outcome: .succeeded, answer: Answer(invoices: [.existing(invoice.summary)]))
      }
      var settling = Settling(facts: facts, context: context)
      settling.change(
        updated, .updated(fields),
        changesLines: updated.lines != invoice.lines || updated.instalments != invoice.instalments)
      let changes = settling.changes
      return Decision(
        outcome: .succeeded,
        answer: Answer(invoices: changes.map { .existing($0.invoice.summary) }),
        effects: Effects(invoices: InvoiceEffects(changed: changes)))
    } catch {
      return refused(error, invoice)
    }
  }

  private func updated(
    _ invoice: Invoice, _ facts: WorkingSet, _ context: PlanningContext
  ) throws(ItemRefusal) -> Invoice {
    var update = InvoiceUpdate(of: invoice, set, facts: facts)
    update.run()
    guard let first = update.faults.first else {
      return try update.taxed(by: context.taxEngine)
    }
    var refusal = ItemRefusal(first)
    refusal.others = Array(update.faults.dropFirst())
    throw refusal
  }

  private func refused(_ refusal: ItemRefusal, _ invoice: Invoice?) -> Decision {
    .refused(refusal, of: invoiceId, invoice, .invoiceUpdate)
  }
}
