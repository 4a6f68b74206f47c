import CivilTime

extension GenerateInvoices {
  /// A contract as a request bills it.
  struct SelectedContract {
    let contract: BillingContract
    let selection: ContractSelection
    let cycle: CivilPeriod?
    /// Why nothing is billed for it.
    let fault: Fault?
  }

  /// The due schedules of each contract, within its cycle: what a later cycle holds waits for its own request.
  func select(
    contracts selections: [ContractSelection], from facts: WorkingSet
  ) -> Result<Selection, RequestFaults> {
    var faults = RequestFaults()
    for (place, selection) in selections.enumerated()
    where facts.contracts[selection.billingContractId] == nil {
      faults.append(
        .unknownContract(
          selection.billingContractId,
          pointer: "/billingContracts/\(place)/billingContractId"))
    }
    guard faults.errors.isEmpty else { return .failure(faults) }
    var result = Selection()
    for (place, selection) in selections.enumerated() {
      guard let contract = facts.contracts[selection.billingContractId] else { continue }
      select(contract, selection, at: place, from: facts, into: &result)
    }
    result.due.sort { $0.schedule.id < $1.schedule.id }
    return .success(result)
  }

  private func select(
    _ contract: BillingContract, _ selection: ContractSelection, at place: Int,
    from facts: WorkingSet, into result: inout Selection
  ) {
    let schedules = facts.schedules(of: contract)
    let cycle = selection.billingCycle ?? nextCycle(of: schedules)
    var own = Selection()
    for schedule in schedules {
      add(schedule, of: contract, within: cycle, from: facts, to: &own)
    }
    var fault: Fault?
    if let named = selection.billingCycle, own.due.isEmpty {
      let invoiced = schedules.compactMap { schedule in
        facts.reissue(of: schedule, for: contract, in: named)
      }
      if let latest = invoiced.flatMap(\.reissued).map(\.invoiceId).max() {
        if isReinvoice {
          own.due = invoiced
          let ids = Set(invoiced.map(\.schedule.id))
          own.skipped.removeAll { ids.contains($0.billingScheduleId) }
        } else {
          fault = Self.alreadyInvoiced(contract, named, invoice: latest, at: place)
        }
      }
    }
    result.due += own.due
    result.skipped += own.skipped
    result.contracts.append(
      SelectedContract(contract: contract, selection: selection, cycle: cycle, fault: fault))
  }

  /// The full or partial period that is next in line of what recurs.
  private func nextCycle(of schedules: [BillingSchedule]) -> CivilPeriod? {
    let next = schedules.compactMap { schedule -> CivilPeriod? in
      guard schedule.billingTermUnit != .oneTime, let progress = schedule.progress,
        progress.status == .readyForInvoicing
      else { return nil }
      return schedule.unbilledPeriods(from: progress.nextChargeFromDate)?[0]?.part
    }
    return next.min { ($0.from, $0.to) < ($1.from, $1.to) }
  }

  private static func alreadyInvoiced(
    _ contract: BillingContract, _ cycle: CivilPeriod, invoice: Invoice.ID, at place: Int
  ) -> Fault {
    Fault(
      code: .billingCycleAlreadyInvoiced,
      message:
        "The billing cycle \(cycle.from) to \(cycle.lastDay) of billing contract \(contract.id) is on "
        + "invoice \(invoice) already. Send the request with reinvoice true to make another invoice of it.",
      pointer: "/billingContracts/\(place)/billingCycle",
      source: RecordReference(.invoice, invoice))
  }
}

extension GenerateInvoices {
  /// The contracts' part of the answer: a result for each, and the tasks (`domain.md`, "Work 365 flows": never for a
  /// single contract, and only those that are ticked and enabled). A draft has no tasks: there is nothing to charge yet.
  func complete(
    _ decision: inout Decision, for contracts: [SelectedContract],
    _ results: [BillingContract.ID: ContractOutcome]
  ) {
    decision.contractResults = contracts.map { selected in
      let id = selected.contract.id
      var result = ContractResult(
        billingContractId: id, billingCycle: selected.cycle,
        invoiceIds: results[id]?.invoiceIds ?? [], faults: results[id]?.faults ?? [])
      if let fault = selected.fault { result.faults.append(fault) }
      if selected.selection.triggersPostInvoicingTasks, contracts.count > 1, action == .posted,
        !result.invoiceIds.isEmpty
      {
        result.tasks = PostInvoicingTask.allCases.filter(selected.contract.automation.contains)
        decision.tasks += result.invoiceIds.flatMap { invoiceId in
          result.tasks.map { RequestedTask(task: $0, invoiceId: invoiceId) }
        }
      }
      return result
    }
    for selected in contracts {
      guard let fault = selected.fault else { continue }
      decision.invoices.append(
        .failed(
          accountId: selected.contract.accountId, billingScheduleIds: [], faults: [fault]))
      decision.errorLogs.append(
        ErrorLogEntry(
          category: .invoiceGeneration, code: fault.code, message: fault.message,
          primaryRecord: RecordReference(.account, selected.contract.accountId),
          relatedRecord: RecordReference(.billingContract, selected.contract.id),
          accountId: selected.contract.accountId))
    }
    let isTicked = contracts.contains { $0.selection.triggersPostInvoicingTasks }
    if isTicked, contracts.count == 1 || action == .draft {
      decision.warnings.append(
        Fault(
          code: .postInvoicingTasksNotRun,
          message: contracts.count == 1
            ? "Post-invoicing tasks do not run for a single billing contract. Name several, or run them on the "
              + "invoice."
            : "Post-invoicing tasks do not run for drafts. Post the invoices first.",
          pointer: "/billingContracts"))
    }
  }

  /// What the grouping keys of a contract came to.
  struct ContractOutcome {
    var invoiceIds: [Invoice.ID] = []
    var faults: [Fault] = []
  }
}

extension WorkingSet {
  /// The schedules of a contract, by their own word or their group's, in order of identifier.
  func schedules(of contract: BillingContract) -> [BillingSchedule] {
    schedules(of: contract.accountId).compactMap { schedules[$0] }
      .filter { schedule in
        let ofGroup = schedule.billingScheduleGroupId.flatMap { groups[$0] }?.billingContractId
        return (ofGroup ?? schedule.billingContractId) == contract.id
      }
      .sorted { $0.id < $1.id }
  }

  /// The schedule with the periods of a cycle that are on an invoice, each as it was last invoiced; nil for none.
  func reissue(
    of schedule: BillingSchedule, for contract: BillingContract, in cycle: CivilPeriod
  ) -> DueSchedule? {
    var latest: [CivilDate: InvoicedPeriod] = [:]
    for period in invoicedPeriods[schedule.id] ?? [] {
      guard let from = period.line.period?.from, cycle.contains(from) else { continue }
      if let known = latest[from], period.line.reissue < known.line.reissue { continue }
      latest[from] = period
    }
    guard !latest.isEmpty, let account = accounts[schedule.accountId],
      let progress = schedule.progress,
      let periods = schedule.unbilledPeriods(
        from: schedule.firstBillableDay, ignoringCancellation: true)
    else { return nil }
    return DueSchedule(
      schedule: schedule, account: account, progress: progress, periods: periods,
      dueCount: latest.count,
      reissued: latest.sorted { $0.key < $1.key }.map(\.value),
      billingContractId: contract.id, isWhateverTheDate: true)
  }
}
