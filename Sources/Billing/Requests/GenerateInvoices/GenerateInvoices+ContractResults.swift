import CivilTime

extension GenerateInvoices {
  /// The contracts' part of the answer: a result for each, and the tasks (<doc:Contracts>: never for a
  /// single contract, and only those that are ticked and enabled). A draft has no tasks: there is nothing to charge yet.
  func complete(
    _ decision: inout Decision, for contracts: [SelectedContract],
    _ results: [BillingContract.ID: ContractOutcome], on facts: WorkingSet,
    in context: PlanningContext
  ) {
    var tasks = TasksInProgress(facts: facts, context: context)
    decision.answer.contractResults = contracts.map { selected in
      let id = selected.contract.id
      var result = ContractResult(
        billingContractId: id, billingCycle: results[id]?.billingCycle ?? selected.cycle,
        invoiceIds: results[id]?.invoiceIds ?? [], faults: results[id]?.faults ?? [])
      if let fault = selected.fault { result.faults.append(fault) }
      if selected.selection.triggersPostInvoicingTasks, contracts.count > 1, action == .posted,
        !result.invoiceIds.isEmpty
      {
        result.tasks = request(
          selected.contract.automation, of: Set(result.invoiceIds), &tasks, &decision)
      }
      return result
    }
    decision.effects.tasks = tasks.effects
    decision.answer.tasks = tasks.effects.requested
    for selected in contracts {
      guard let fault = selected.fault else { continue }
      decision.answer.invoices.append(
        .failed(
          accountId: selected.contract.accountId, billingScheduleIds: selected.unbilled,
          faults: [fault]))
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
            ? "Post-invoicing tasks do not run for a single billing contract. Name several contracts, or leave "
              + "triggerPostInvoicingTasks out."
            : "Post-invoicing tasks do not run for drafts. Ask for action Posted, or leave triggerPostInvoicingTasks "
              + "out.",
          pointer: "/billingContracts"))
    }
  }

  /// The tasks that a contract has others do with its invoices; of what is settled already nothing is charged. What cannot be
  /// charged is logged, and the invoice stays as it is.
  ///
  /// - Returns: the tasks that were requested for any of them.
  private func request(
    _ automation: Set<PostInvoicingTask>, of ids: Set<Invoice.ID>, _ tasks: inout TasksInProgress,
    _ decision: inout Decision
  ) -> [PostInvoicingTask] {
    var requested: Set<PostInvoicingTask> = []
    for invoice in decision.effects.invoices.made where ids.contains(invoice.id) {
      for kind in PostInvoicingTask.allCases where automation.contains(kind) {
        do throws(ItemRefusal) {
          try tasks.request(kind, of: invoice)
          requested.insert(kind)
        } catch {
          guard error.code != .nothingToCharge else { continue }
          decision.errorLogs.append(
            .item(error, of: invoice.id, invoice.accountId, .invoiceTask))
        }
      }
    }
    return PostInvoicingTask.allCases.filter(requested.contains)
  }

  /// The answer to a request that is refused as a whole: a request that names contracts still has a result for each, with
  /// the faults that concern it, else with the first: thousands of contracts with thousands of faults each would be
  /// millions, and all are among the answer's errors.
  func refused(_ faults: RequestFaults, _ selection: Selection = Selection()) -> Decision {
    var decision = faults.decision(skipped: selection.skipped)
    guard case .billingContracts(let selections) = selector else { return decision }
    let own = faultsByIndex(faults.errors, selections, selection)
    let cycles = Dictionary(
      selection.contracts.map { ($0.contract.id, $0.cycle) },
      uniquingKeysWith: { first, _ in first })
    decision.answer.contractResults = selections.enumerated().map { index, selected in
      let id = selected.billingContractId
      return ContractResult(
        billingContractId: id, billingCycle: (cycles[id] ?? nil) ?? selected.billingCycle,
        faults: own[index] ?? Array(faults.errors.prefix(1)))
    }
    return decision
  }

  /// The faults that concern a contract, by its index in the request: those at that index, and those of its schedules.
  private func faultsByIndex(
    _ faults: [Fault], _ selections: [ContractSelection], _ selection: Selection
  ) -> [Int: [Fault]] {
    var indices: [BillingContract.ID: [Int]] = [:]
    for (index, selected) in selections.enumerated() {
      indices[selected.billingContractId, default: []].append(index)
    }
    var contracts: [RecordReference: Set<BillingContract.ID>] = [:]
    for due in selection.due {
      guard let id = due.billingContractId else { continue }
      contracts[RecordReference(.billingSchedule, due.schedule.id), default: []].insert(id)
    }
    var own: [Int: [Fault]] = [:]
    for fault in faults {
      var concerned = Set(
        fault.source.flatMap { contracts[$0] }?.flatMap { indices[$0] ?? [] } ?? [])
      let names = fault.pointer?.split(separator: "/", omittingEmptySubsequences: false) ?? []
      if names.count > 3, names[1] == "billingContracts", let index = Int(names[2]) {
        concerned.insert(index)
      }
      for index in concerned { own[index, default: []].append(fault) }
    }
    return own
  }

  /// What the grouping keys of a contract came to.
  struct ContractOutcome {
    var invoiceIds: [Invoice.ID] = []
    var faults: [Fault] = []
    /// From the first day that its invoices bill to the last.
    private(set) var billingCycle: CivilPeriod?

    mutating func add(_ invoice: Invoice) {
      invoiceIds.append(invoice.id)
      guard let cycle = invoice.billingCycle else { return }
      billingCycle = billingCycle?.union(cycle) ?? cycle
    }
  }
}
