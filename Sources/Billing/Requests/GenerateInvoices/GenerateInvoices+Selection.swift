import CivilTime

extension GenerateInvoices {
  /// The schedules of a selector: those that are due, and why the others are not billed.
  struct Selection {
    /// In order of identifier.
    var due: [DueSchedule] = []
    /// Due and passed over for a suspension; of a run's accounts only.
    var suspended: [BillingSchedule.ID] = []
    var skipped: [SkippedSchedule] = []
    /// Ready, and nothing is left of them.
    var finished: [DueSchedule] = []
    /// What is to be done about those that are not ready.
    var warnings: [Fault] = []
    /// How many are not ready and have no warning of their own.
    var unlistedNotReady = 0
    /// Numbers of the error logs that the warnings refer to.
    var openErrorLogs: [String] = []
    /// In the request's order.
    var contracts: [SelectedContract] = []
  }

  /// The last day whose periods are billed: "before the target date", or on it as well.
  var lastDueDay: CivilDate {
    targetDate.lastDueDay(isInclusive: isTargetDateInclusive)
  }

  /// Steps 1 and 3 of <doc:Generation>; faults for every unknown identifier.
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
    let pointers = SchedulePointers(selector)
    for id in considered.sorted() {
      if let schedule = facts.schedules[id], criteria?.match(schedule, on: facts) ?? true {
        add(schedule, pointers, from: facts, to: &selection)
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
    _ schedule: BillingSchedule, _ pointers: SchedulePointers, of contract: BillingContract? = nil,
    within cycle: CivilPeriod? = nil, from facts: WorkingSet, to selection: inout Selection
  ) {
    func skip(_ reason: SkippedSchedule.Reason) {
      selection.skipped.append(
        SkippedSchedule(
          billingScheduleId: schedule.id, reason: reason,
          nextBillingDate: schedule.progress?.nextBillingDate,
          draftInvoiceId: facts.latestDrafts[schedule.id]))
    }
    guard let progress = schedule.progress else { return skip(.notReady) }
    switch progress.status {
    case .completelyBilled:
      // An account and an order consider all but these.
      guard case .billingSchedules = selector else { return }
      skip(progress.isCompletedByCancellation ? .afterCancellation : .completelyBilled)
    case .error, .waitingForMilestone:
      skip(.notReady)
      selection.warn(
        of: schedule, at: pointers[schedule.id], facts.openErrors[schedule.id])
    case .readyForInvoicing:
      let lastDay = min(lastDueDay, cycle?.lastDay ?? lastDueDay)
      guard let due = open(schedule, of: contract, dueBy: lastDay, from: facts) else {
        return skip(.notReady)
      }
      if due.isDue {
        selection.due.append(due)
      } else if due.periods == nil, !facts.hasUnbilledUsage(of: schedule.id) {
        selection.finished.append(due)
      } else {
        skip(.notDue)
      }
    }
  }

  /// What is open of a schedule that is ready, with how many of its periods are due by a day, maybe none; nil for one that
  /// is not ready.
  func open(
    _ schedule: BillingSchedule, of contract: BillingContract? = nil, dueBy day: CivilDate,
    from facts: WorkingSet
  ) -> DueSchedule? {
    guard let progress = schedule.progress, progress.status == .readyForInvoicing,
      let account = facts.accounts[schedule.accountId]
    else { return nil }
    let periods = schedule.unbilledPeriods(from: progress.nextChargeFromDate)
    let isImmediate =
      contract?.invoicesOneTimeImmediately == true && schedule.billingTermUnit == .oneTime
    let dueCount = periods.map { isImmediate ? 1 : $0.count(dueBy: day) } ?? 0
    var usage: ArraySlice<UsageRecord> = []
    var late: [LateUsage] = []
    var undueUsageDay: CivilDate?
    if schedule.billingMethod == .usage {
      let unbilled = facts.unbilledUsage(of: schedule.id)
      usage = unbilled.drop { $0.usageDate < progress.nextChargeFromDate }
      late = facts.lateUsage(of: schedule, among: unbilled)
      if periods == nil {
        let isUndue = { (late: LateUsage) in day < schedule.dueDay(of: late.period) }
        undueUsageDay = late.first(where: isUndue)?.records.first?.usageDate
        late.removeAll(where: isUndue)
      }
    }
    return DueSchedule(
      schedule: schedule, account: account, orderId: facts.order(of: schedule),
      progress: progress, periods: periods, dueCount: dueCount, usage: usage, lateUsage: late,
      undueUsageDay: undueUsageDay, chargedOfPeriod: facts.chargedOfPeriod[schedule.id],
      billingContractId: contract?.id,
      isWhateverTheDate: isImmediate)
  }
}
