extension PostInvoiceRun {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.runs.read = [invoiceRunId]
    return needed
  }

  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    facts.startingRun(over: invoiceRunId, .post, in: context)
  }
}

extension WorkingSet {
  /// Begins a run over what another came to, which must have ended.
  func startingRun(
    over id: InvoiceRun.ID, _ kind: InvoiceRun.Kind, in context: PlanningContext,
    _ complete: (InvoiceRun, inout InvoiceRun) -> Void = { _, _ in }
  ) -> Decision {
    guard let parent = runs.runs[id] else { return RequestFaults.unknownRun(id).decision() }
    guard parent.status != .running else { return RequestFaults.runIsRunning(id).decision() }
    let own = context.deriveIdentifier([
      context.request.source, context.request.identifier, "invoiceRun",
    ])
    var run = InvoiceRun(over: parent, kind: kind, id: InvoiceRun.ID(own), at: context.now)
    complete(parent, &run)
    return .starting(run, in: context)
  }
}
