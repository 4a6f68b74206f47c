import CivilTime
import Monetary

extension UpdateInvoice {
  /// All members of `set`, or none with every reason. Setting what is there already changes nothing.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    guard let invoice = facts.invoices[invoiceId] else {
      return refused(
        ItemRefusal(
          .invoiceNotFound, "Invoice \(invoiceId) does not exist. Correct the identifier."), nil)
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
    let record = RecordReference(.invoice, invoiceId)
    let first = Fault(
      code: refusal.code, message: refusal.message, pointer: refusal.pointer ?? "/invoiceId",
      source: refusal.source ?? record)
    let others = refusal.others.map {
      Fault(
        code: $0.code, message: $0.message, pointer: $0.pointer ?? "/invoiceId",
        source: $0.source ?? record)
    }
    return Decision(
      outcome: .failed, errors: [first] + others,
      errorLogs: [.item(refusal, of: invoiceId, invoice?.accountId, .invoiceUpdate)],
      answer: Answer(invoices: [
        .refused(invoiceId, invoice?.summary, faults: [first] + others)
      ]))
  }
}
