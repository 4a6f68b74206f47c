extension PostInvoiceRun {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.runs.read = [invoiceRunId]
    return needed
  }

  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    .starting(.post, over: invoiceRunId, on: facts, in: context)
  }
}
