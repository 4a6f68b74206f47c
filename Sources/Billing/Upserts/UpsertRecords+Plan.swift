extension UpsertRecords {
  func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    Decision(outcome: .failed)
  }
}
