extension GenerateInvoices {
  /// What a request will bill, before any line of it is made.
  struct Billable {
    let selection: Selection
    let groups: [InvoiceGroup]

    /// How many lines there will be at most.
    var lineCount: Int { groups.reduce(0) { $0 + $1.lineCount } }
  }

  enum Preparation {
    case ready(Billable)
    /// As a whole.
    case refused(RequestFaults, Selection)
  }

  /// Steps 1 to 4 of <doc:Generation>, and the limits. Makes nothing: who bills many accounts in one transaction counts
  /// their lines first.
  func prepare(on facts: WorkingSet, in context: PlanningContext) -> Preparation {
    var selection: Selection
    switch select(from: facts) {
    case .failure(let faults): return .refused(faults, Selection())
    case .success(let selected): selection = selected
    }
    if criteria != nil {
      passOverSuspended(in: &selection, facts: facts)
    } else if let faults = suspensionFaults(of: selection.due, facts: facts) {
      return .refused(faults, selection)
    }
    let groups = InvoiceGroup.groups(
      of: selection.due, facts: facts, taxEngine: context.taxEngine.name)
    if let faults = lineLimitFaults(of: groups) { return .refused(faults, selection) }
    return .ready(Billable(selection: selection, groups: groups))
  }

  /// <doc:InvoiceRuns#What-is-billed>: nobody asked for these accounts together, so a suspended schedule holds back only
  /// itself.
  private func passOverSuspended(in selection: inout Selection, facts: WorkingSet) {
    guard !facts.suspensions.isEmpty else { return }
    var inForce = SuspensionsInForce(on: targetDate, facts: facts)
    var due: [DueSchedule] = []
    for candidate in selection.due {
      if inForce.first(of: candidate.schedule) == nil {
        due.append(candidate)
      } else {
        selection.suspended.append(candidate.schedule.id)
      }
    }
    selection.due = due
  }
}

extension InvoiceGroup {
  fileprivate var lineCount: Int { members.reduce(0) { $0 + $1.due.lineCount } }
}
