import CivilTime

extension GenerateInvoices {
  /// A contract as a request bills it.
  struct SelectedContract {
    let contract: BillingContract
    let selection: ContractSelection
    let cycle: CivilPeriod?
    /// Why nothing is billed for it.
    let fault: Fault?
    /// The schedules that are not billed for the fault.
    let unbilled: [BillingSchedule.ID]
  }

  /// The due schedules of each contract, within its cycle: what a later cycle holds waits for its own request.
  func select(
    contracts selections: [ContractSelection], from facts: WorkingSet
  ) -> Result<Selection, RequestFaults> {
    var faults = RequestFaults()
    for (index, selection) in selections.enumerated()
    where facts.contracts[selection.billingContractId] == nil {
      faults.append(
        .unknownContract(
          selection.billingContractId,
          pointer: "/billingContracts/\(index)/billingContractId"))
    }
    guard faults.errors.isEmpty else { return .failure(faults) }
    var result = Selection()
    for (index, selection) in selections.enumerated() {
      guard let contract = facts.contracts[selection.billingContractId] else { continue }
      select(contract, selection, at: index, from: facts, into: &result)
    }
    result.due.sort { $0.schedule.id < $1.schedule.id }
    return .success(result)
  }

  private func select(
    _ contract: BillingContract, _ selection: ContractSelection, at index: Int,
    from facts: WorkingSet, into result: inout Selection
  ) {
    let schedules = facts.schedules(of: contract)
    let cycle = selection.billingCycle ?? nextCycle(of: schedules, for: contract, from: facts)
    var own = Selection()
    let pointers = SchedulePointers(selector)
    for schedule in schedules {
      add(schedule, pointers, of: contract, within: cycle, from: facts, to: &own)
    }
    var fault: Fault?
    if let named = selection.billingCycle {
      let invoiced = schedules.flatMap { facts.invoiced(of: $0, in: named) }
      let cycle = NamedCycle(
        contract: contract, cycle: named, pointer: "/billingContracts/\(index)/billingCycle")
      let isOpen =
        allowsZeroAmountInvoices ? !own.due.isEmpty : own.due.contains(where: \.isCharged)
      let known = cycle.dueDays(of: schedules, facts: facts)
      if known.isEmpty {
        fault = cycle.unknown(among: schedules)
      } else if isReinvoice, !invoiced.isEmpty {
        fault = invoiceAgain(schedules, for: contract, in: named, from: facts, at: pointers, &own)
      } else if !isOpen, let charged = NamedCycle.charged(of: invoiced) {
        fault = cycle.alreadyInvoiced(by: charged)
      } else if let first = known.min(), first > lastDueDay,
        !own.due.contains(where: \.isWhateverTheDate)
      {
        fault = cycle.notDue(
          untilTargetDate: isTargetDateInclusive ? first : first.adding(days: 1))
      }
    }
    result.due += fault == nil ? own.due : []
    result.skipped += own.skipped
    result.takeWarnings(of: own)
    result.contracts.append(
      SelectedContract(
        contract: contract, selection: selection, cycle: cycle, fault: fault,
        unbilled: fault == nil ? [] : own.due.map(\.schedule.id)))
  }
}
