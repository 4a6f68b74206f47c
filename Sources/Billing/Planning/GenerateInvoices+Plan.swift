extension GenerateInvoices {
  func plan(
    on facts: WorkingSet, in context: PlanningContext, taxEngine: some TaxEngine
  ) -> Decision {
    Decision(outcome: .failed)
  }
}
