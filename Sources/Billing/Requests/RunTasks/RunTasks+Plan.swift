extension RunTasks {
  /// Each task of each invoice is requested or refused by itself, in the request's order.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    switch scope {
    case .invoices(let ids): plan(ids, on: facts, in: context)
    case .run(let id):
      Decision.starting(.tasks, over: id, on: facts, in: context) { _, run in
        run.tasks = RunTaskTerms(kinds: kinds, again: again)
      }
    }
  }

  private func plan(
    _ ids: [Invoice.ID], on facts: WorkingSet, in context: PlanningContext
  ) -> Decision {
    var items = InvoiceItems(ids, on: facts, category: .invoiceTask)
    if let refusal = items.overLineLimit { return refusal }
    var tasks = TasksInProgress(facts: facts, context: context)
    for id in ids {
      items.attempt(id) { (invoice) throws(ItemRefusal) in
        try invoice.requirePosted(toBe: "the subject of tasks")
        try request(of: invoice, &tasks)
      }
    }
    var effects = Effects()
    effects.tasks = tasks.effects
    var decision = items.decision(effects)
    decision.answer.tasks = tasks.effects.requested
    // Of one invoice some tasks may be requested and others refused.
    if decision.outcome == .failed, !tasks.effects.requested.isEmpty {
      decision.outcome = .partiallySucceeded
    }
    return decision
  }

  /// - Throws: why tasks are refused; the others are requested.
  private func request(of invoice: Invoice, _ tasks: inout TasksInProgress) throws(ItemRefusal) {
    var refused: ItemRefusal?
    for kind in kinds {
      do throws(ItemRefusal) {
        try tasks.request(kind, of: invoice, again: again)
        tasks.note(invoice)
      } catch {
        guard refused != nil else {
          refused = error
          continue
        }
        refused?.others.append(
          Fault(
            code: error.code, message: error.message, pointer: error.pointer, source: error.source))
      }
    }
    if let refused { throw refused }
  }
}
