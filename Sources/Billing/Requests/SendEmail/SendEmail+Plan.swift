extension SendEmail {
  /// Each invoice is an item of its own, its e-mail queued or refused by itself, in the request's order.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    switch scope {
    case .invoices(let ids): plan(ids, on: facts, in: context)
    case .run(let id): start(over: id, on: facts, in: context)
    }
  }

  private func plan(
    _ ids: [Invoice.ID], on facts: WorkingSet, in context: PlanningContext
  ) -> Decision {
    var items = InvoiceItems(ids, on: facts, category: .invoiceEmail)
    if let refusal = items.overLineLimit { return refusal }
    var making = EmailsInProgress(of: self, on: facts, in: context)
    for id in ids {
      items.attempt(id) { (invoice) throws(ItemRefusal) in try making.queue(invoice) }
    }
    var effects = Effects()
    effects.emails.queued = making.queued
    var decision = items.decision(effects)
    decision.answer.emails = making.queued
    decision.warnings += making.warnings
    return decision
  }

  /// What would refuse every invoice of the run refuses the request.
  private func start(
    over id: InvoiceRun.ID, on facts: WorkingSet, in context: PlanningContext
  ) -> Decision {
    let started = Decision.starting(.email, over: id, on: facts, in: context) { _, run in
      run.email = runTerms
    }
    guard started.outcome == .succeeded else { return started }
    if context.email == nil {
      return RequestFaults.emailsRefused(.emailNotConfigured, id, at: "/invoiceRunId").decision()
    }
    if let template = emailTemplateId, facts.emailTemplates[template] == nil {
      return RequestFaults.emailsRefused(.unknownTemplate(template), id, at: "/emailTemplateId")
        .decision()
    }
    return started
  }
}
