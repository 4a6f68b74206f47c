import CivilTime

extension GenerateInvoices {
  /// The schedules of a selector: those that are due, and why the others are not billed.
  struct Selection {
    /// In order of identifier.
    var due: [DueSchedule] = []
    var skipped: [SkippedSchedule] = []
  }

  /// The last day whose periods are billed: "before the target date", or on it as well.
  var lastDueDay: CivilDate {
    isTargetDateInclusive ? targetDate : targetDate.adding(days: -1)
  }

  /// Steps 1 and 3 of `domain.md`, "Generating invoices"; faults for every unknown identifier.
  func select(from facts: WorkingSet) -> Result<Selection, RequestFaults> {
    let considered: Set<BillingSchedule.ID>
    switch selector {
    case .account(let id):
      guard facts.accounts[id] != nil else { return .failure(.unknownAccount(id)) }
      considered = facts.schedules(of: id)
    case .order(let id):
      guard facts.orders[id] != nil else { return .failure(.unknownOrder(id)) }
      considered = facts.schedules(of: id)
    case .billingSchedules(let ids):
      let pointers = SchedulePointers(ids)
      var faults = RequestFaults()
      for id in ids where facts.schedules[id] == nil {
        faults.append(.unknownSchedule(id, pointer: pointers[id]))
      }
      guard faults.errors.isEmpty else { return .failure(faults) }
      // A set: one named twice would be billed twice.
      considered = Set(ids)
    }
    var selection = Selection()
    for id in considered.sorted() {
      if let schedule = facts.schedules[id] {
        add(schedule, from: facts, to: &selection)
      }
    }
    return .success(selection)
  }

  private func add(
    _ schedule: BillingSchedule, from facts: WorkingSet, to selection: inout Selection
  ) {
    func skip(_ reason: SkippedSchedule.Reason) {
      selection.skipped.append(SkippedSchedule(billingScheduleId: schedule.id, reason: reason))
    }
    guard let progress = schedule.progress, let account = facts.accounts[schedule.accountId] else {
      return skip(.notReady)
    }
    switch progress.status {
    case .completelyBilled:
      // An account and an order consider all but these.
      guard case .billingSchedules = selector else { return }
      skip(progress.isCompletedByCancellation ? .afterCancellation : .completelyBilled)
    case .error, .waitingForMilestone:
      skip(.notReady)
    case .readyForInvoicing:
      guard let periods = schedule.unbilledPeriods(from: progress.nextChargeFromDate) else {
        return skip(.completelyBilled)
      }
      let count = periods.count(dueBy: lastDueDay)
      guard count > 0 else { return skip(.notDue) }
      selection.due.append(
        DueSchedule(
          schedule: schedule, account: account, progress: progress, periods: periods,
          dueCount: count,
          usage: schedule.billingMethod == .usage ? facts.unbilledUsage(of: schedule.id) : []))
    }
  }
}
