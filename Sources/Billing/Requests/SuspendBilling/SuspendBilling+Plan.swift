extension SuspendBilling {
  /// Stores the suspension; refused when what it suspends does not exist.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    if let faults = missingTarget(in: facts) { return faults.decision() }
    var stored = suspension
    // The request carries none, and to clear it would let an older record in.
    stored.revision = facts.suspensions[suspension.id]?.revision
    return Decision(outcome: .succeeded, effects: Effects(records: [.billingSuspension(stored)]))
  }

  private func missingTarget(in facts: WorkingSet) -> RequestFaults? {
    switch suspension.target {
    case .account(let id):
      facts.accounts[id] == nil ? .unknownAccount(id) : nil
    case .billingScheduleGroup(let id):
      facts.groups[id] == nil ? .unknownGroup(id, pointer: "/billingScheduleGroupId") : nil
    case .billingSchedule(let id):
      facts.schedules[id] == nil ? .unknownSchedule(id, pointer: "/billingScheduleId") : nil
    }
  }
}
