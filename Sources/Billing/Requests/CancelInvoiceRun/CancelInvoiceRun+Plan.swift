extension CancelInvoiceRun {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.runs.changed = [invoiceRunId]
    return needed
  }

  /// The run ends with what its chunks have done: none of them is under way any more, for its row is locked. Of what it made
  /// only drafts can be canceled, by a run of their own, for they may be as many as a run makes.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    guard var run = facts.runs.runs[invoiceRunId] else {
      return RequestFaults.unknownRun(invoiceRunId).decision()
    }
    guard run.status == .running else { return RequestFaults.runNotRunning(run).decision() }
    run.status = .canceled
    run.completedAt = context.now
    var decision = Decision(outcome: .succeeded)
    if cancelsDrafts, run.kind == .generate, run.terms?.action == .draft {
      decision = .starting(
        InvoiceRun(over: run, kind: .cancel, id: context.invoiceRunIdentifier, at: context.now),
        in: context)
    }
    decision.effects.runs.ended = [run]
    decision.answer.invoiceRun = run
    return decision
  }
}
