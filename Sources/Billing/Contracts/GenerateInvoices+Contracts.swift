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
    // What is invoiced again comes before what is new.
    result.due.sort {
      ($0.schedule.id, $0.reissued.isEmpty ? 1 : 0) < ($1.schedule.id, $1.reissued.isEmpty ? 1 : 0)
    }
    return .success(result)
  }

  private func select(
    _ contract: BillingContract, _ selection: ContractSelection, at place: Int,
    from facts: WorkingSet, into result: inout Selection
  ) {
    let schedules = facts.schedules(of: contract)
    let cycle = selection.billingCycle ?? nextCycle(of: schedules, for: contract, from: facts)
    var own = due(of: schedules, for: contract, within: cycle, from: facts)
    var fault: Fault?
    if let named = selection.billingCycle {
      let invoiced = facts.reissues(
        of: schedules, for: contract, in: named, isOverlapEnough: own.due.isEmpty)
      if isReinvoice {
        own.due += invoiced
        let ids = Set(invoiced.map(\.schedule.id))
        own.skipped.removeAll { ids.contains($0.billingScheduleId) }
      } else if own.due.isEmpty, let latest = invoiced.flatMap(\.reissued).map(\.invoiceId).max() {
        fault = Self.alreadyInvoiced(contract, named, invoice: latest, at: place)
      }
    }
    result.due += own.due
    result.skipped += own.skipped
    result.contracts.append(
      SelectedContract(contract: contract, selection: selection, cycle: cycle, fault: fault))
  }

  private func due(
    of schedules: [BillingSchedule], for contract: BillingContract, within cycle: CivilPeriod?,
    from facts: WorkingSet
  ) -> Selection {
    var selection = Selection()
    for schedule in schedules {
      add(schedule, of: contract, within: cycle, from: facts, to: &selection)
    }
    return selection
  }

  /// The full or partial period that is next in line of what recurs and is due. One in which there is nothing to charge is
  /// passed over for the next that has something: no invoice would be made of it, and the contract would stand still.
  private func nextCycle(
    of schedules: [BillingSchedule], for contract: BillingContract, from facts: WorkingSet
  ) -> CivilPeriod? {
    let ready = schedules.compactMap { schedule -> UnbilledPeriods? in
      guard schedule.billingTermUnit != .oneTime, let progress = schedule.progress,
        progress.status == .readyForInvoicing
      else { return nil }
      return schedule.unbilledPeriods(from: progress.nextChargeFromDate)
    }
    let due = ready.filter { $0.count(dueBy: lastDueDay) > 0 }
    let cycles = (due.isEmpty ? ready : due).compactMap { $0[0]?.part }
      .sorted { ($0.from, $0.to) < ($1.from, $1.to) }
    guard !allowsZeroAmountInvoices, !due.isEmpty else { return cycles.first }
    return cycles.first { cycle in
      self.due(of: schedules, for: contract, within: cycle, from: facts).due
        .contains(where: \.isCharged)
    } ?? cycles.first
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

  /// The answer to a request that is refused as a whole: a request that names contracts still has a result for each, with
  /// the faults that concern it, else with the first: thousands of contracts with thousands of faults each would be
  /// millions, and all are among the answer's errors.
  func refused(_ faults: RequestFaults, _ selection: Selection = Selection()) -> Decision {
    var decision = faults.decision(skipped: selection.skipped)
    guard case .billingContracts(let selections) = selector else { return decision }
    let own = faultsByPlace(faults.errors, selections, selection)
    let cycles = Dictionary(
      selection.contracts.map { ($0.contract.id, $0.cycle) },
      uniquingKeysWith: { first, _ in first })
    decision.contractResults = selections.enumerated().map { place, selected in
      let id = selected.billingContractId
      return ContractResult(
        billingContractId: id, billingCycle: (cycles[id] ?? nil) ?? selected.billingCycle,
        faults: own[place] ?? Array(faults.errors.prefix(1)))
    }
    return decision
  }

  /// The faults that concern a contract, by its place in the request: those at that place, and those of its schedules.
  private func faultsByPlace(
    _ faults: [Fault], _ selections: [ContractSelection], _ selection: Selection
  ) -> [Int: [Fault]] {
    var places: [BillingContract.ID: [Int]] = [:]
    for (place, selected) in selections.enumerated() {
      places[selected.billingContractId, default: []].append(place)
    }
    var contracts: [RecordReference: Set<BillingContract.ID>] = [:]
    for due in selection.due {
      guard let id = due.billingContractId else { continue }
      contracts[RecordReference(.billingSchedule, due.schedule.id), default: []].insert(id)
    }
    var own: [Int: [Fault]] = [:]
    for fault in faults {
      var concerned = Set(
        fault.source.flatMap { contracts[$0] }?.flatMap { places[$0] ?? [] } ?? [])
      let names = fault.pointer?.split(separator: "/", omittingEmptySubsequences: false) ?? []
      if names.count > 3, names[1] == "billingContracts", let place = Int(names[2]) {
        concerned.insert(place)
      }
      for place in concerned { own[place, default: []].append(fault) }
    }
    return own
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

  /// What is invoiced of a cycle: the periods that fell due in it, as billing it takes them. Where there are none, a cycle
  /// within a period is still invoiced: then, if that is asked for, the periods that hold days of it.
  func reissues(
    of schedules: [BillingSchedule], for contract: BillingContract, in cycle: CivilPeriod,
    isOverlapEnough: Bool
  ) -> [DueSchedule] {
    let due = schedules.compactMap { schedule in
      reissue(of: schedule, for: contract) { cycle.contains(schedule.dueDay(of: $0)) }
    }
    guard due.isEmpty, isOverlapEnough else { return due }
    return schedules.compactMap { schedule in
      reissue(of: schedule, for: contract) { $0.intersection(cycle) != nil }
    }
  }

  /// The schedule with those of its periods that are on an invoice, each as it was last invoiced; nil for none.
  private func reissue(
    of schedule: BillingSchedule, for contract: BillingContract,
    where isMeant: (CivilPeriod) -> Bool
  ) -> DueSchedule? {
    var latest: [CivilDate: InvoicedPeriod] = [:]
    for invoiced in invoicedPeriods[schedule.id] ?? [] {
      guard let period = invoiced.line.period, isMeant(period) else { continue }
      if let known = latest[period.from], invoiced.line.reissue < known.line.reissue { continue }
      latest[period.from] = invoiced
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
