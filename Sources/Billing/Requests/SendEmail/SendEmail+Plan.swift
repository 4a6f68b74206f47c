extension SendEmail {
  /// Each invoice is an item of its own, its e-mail queued or refused by itself, in the request's order.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    var items = InvoiceItems(invoiceIds, on: facts, category: .invoiceEmail)
    if let refusal = items.overLineLimit { return refusal }
    var making = EmailsInProgress(of: self, on: facts, in: context)
    for id in invoiceIds {
      items.attempt(id) { (invoice) throws(ItemRefusal) in try making.queue(invoice) }
    }
    var effects = Effects()
    effects.emails.queued = making.queued
    var decision = items.decision(effects)
    decision.answer.emails = making.queued
    decision.warnings += making.warnings
    return decision
  }
}
