extension PostInvoiceRun {
  package var factsNeeded: FactsNeeded { FactsNeeded() }

  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    Decision(outcome: .succeeded)
  }
}
