extension RecoverBillingSchedules {
  func plan(on facts: WorkingSet) -> Decision {
    Decision(outcome: .failed)
  }
}
