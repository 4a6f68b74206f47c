/// Requests that begin an invoice run.
extension Decision {
  /// The run begins, and is the answer.
  static func starting(_ run: InvoiceRun, in context: PlanningContext) -> Decision {
    var run = run
    run.request = context.request
    run.requestedBy = context.requestedBy
    var decision = Decision(outcome: .succeeded)
    decision.answer.invoiceRun = run
    decision.effects.runs.started = [run]
    return decision
  }

  /// Begins a run over the results of another, which must have ended. `complete` is given the ended run and the new one.
  static func starting(
    _ kind: InvoiceRun.Kind, over id: InvoiceRun.ID, on facts: WorkingSet,
    in context: PlanningContext,
    _ complete: (InvoiceRun, inout InvoiceRun) -> Void = { _, _ in }
  ) -> Decision {
    guard let parent = facts.runs.runs[id] else { return RequestFaults.unknownRun(id).decision() }
    guard parent.status != .running else { return RequestFaults.runIsRunning(id).decision() }
    var run = InvoiceRun(
      over: parent, kind: kind, id: context.invoiceRunIdentifier, at: context.now)
    complete(parent, &run)
    return .starting(run, in: context)
  }
}

extension PlanningContext {
  /// The identifier of the run that a request begins without naming one: the same for the same request.
  var invoiceRunIdentifier: InvoiceRun.ID {
    InvoiceRun.ID(deriveIdentifier([request.source, request.identifier, "invoiceRun"]))
  }
}
