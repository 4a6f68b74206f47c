import CivilTime

extension GenerateInvoices {
  /// The schedules of a selector: those that are due, and why the others are not billed.
  struct Selection {
    /// In order of identifier.
    var due: [DueSchedule] = []
    var skipped: [SkippedSchedule] = []
    /// In the request's order.
    var contracts: [SelectedContract] = []
  }

  /// The last day whose periods are billed: "before the target date", or on it as well.
  var lastDueDay: CivilDate {
    isTargetDateInclusive ? targetDate : targetDate.adding(days: -1)
  }

  /// Steps 1 and 3 of `domain.md`, "Generating invoices"; faults for every unknown identifier.
  func select(from facts: WorkingSet) -> Result<Selection, RequestFaults> {
    if case .billingContracts(let selections) = selector {
      return select(contracts: selections, from: facts)
    }
    let considered: Set<BillingSchedule.ID>
    switch self.considered(in: facts) {
    case .failure(let faults): return .failure(faults)
    case .success(let ids): considered = ids
    }
    var selection = Selection()
    for id in considered.sorted() {
      if let schedule = facts.schedules[id] {
        add(schedule, from: facts, to: &selection)
      }
    }
    return .success(selection)
  }

  /// Every schedule that the selector names, due or not.
  func considered(in facts: WorkingSet) -> Result<Set<BillingSchedule.ID>, RequestFaults> {
    switch selector {
    case .account(let id):
      guard facts.accounts[id] != nil else { return .failure(.unknownAccount(id)) }
      return .success(facts.schedules(of: id))
    case .order(let id):
      guard facts.orders[id] != nil else { return .failure(.unknownOrder(id)) }
      return .success(facts.schedules(of: id))
    case .billingContracts(let selections):
      return .success(
        Set(
          selections.compactMap { facts.contracts[$0.billingContractId] }
            .flatMap { facts.schedules(of: $0) }.map(\.id)))
    case .billingSchedules(let ids):
      let pointers = SchedulePointers(ids)
      var faults = RequestFaults()
      for id in ids where facts.schedules[id] == nil {
        faults.append(.unknownSchedule(id, pointer: pointers[id]))
      }
      guard faults.errors.isEmpty else { return .failure(faults) }
      // A set: one named twice would be billed twice.
      return .success(Set(ids))
    }
  }

  /// `contract` and `cycle`: whom the schedule is billed for, and what bounds it, besides the target date.
  func add(
    _ schedule: BillingSchedule, of contract: BillingContract? = nil,
    within cycle: CivilPeriod? = nil, from facts: WorkingSet, to selection: inout Selection
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
      let isImmediate =
        contract?.invoicesOneTimeImmediately == true && schedule.billingTermUnit == .oneTime
      let lastDay = min(lastDueDay, cycle?.lastDay ?? lastDueDay)
      let count = isImmediate ? 1 : periods.count(dueBy: lastDay)
      guard count > 0 else { return skip(.notDue) }
      selection.due.append(
        DueSchedule(
          schedule: schedule, account: account, progress: progress, periods: periods,
          dueCount: count,
          usage: schedule.billingMethod == .usage ? facts.unbilledUsage(of: schedule.id) : [],
          billingContractId: contract?.id, isWhateverTheDate: isImmediate))
    }
  }
}
