extension ApplyToInvoices {
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    fatalError("not written yet")
  }
}
