extension RecoverInvoiceRun {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.runs.read = [invoiceRunId]
    return needed
  }

  /// Begins a run over the schedules that the named one put in Error. Only invoices that were to be made can be tried again:
  /// what a Post run could not post, another Post run posts.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    .starting(.recover, over: invoiceRunId, on: facts, in: context) { parent, run in
      run.retriesWhenEnded = retries && parent.kind == .generate
    }
  }
}
