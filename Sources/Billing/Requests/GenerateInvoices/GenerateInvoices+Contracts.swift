import CivilTime
import Monetary

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
        contract: contract, cycle: named, pointer: "/billingContracts/\(place)/billingCycle")
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

  /// Adds what is invoiced again of the schedules; a fault when its usage cannot be told.
  private func invoiceAgain(
    _ schedules: [BillingSchedule], for contract: BillingContract, in cycle: CivilPeriod,
    from facts: WorkingSet, at pointers: SchedulePointers, _ selection: inout Selection
  ) -> Fault? {
    for schedule in schedules {
      guard let account = facts.accounts[schedule.accountId], let progress = schedule.progress
      else { continue }
      let reissue: Reissue
      do throws(MonetaryError) {
        guard let one = try facts.reissue(of: schedule, in: cycle) else { continue }
        reissue = one
      } catch {
        let failure = ScheduleFailure.overflow(schedule, of: "usage")
        return pointers.fault(failure.code, at: schedule.id, failure.message)
      }
      selection.skipped.removeAll { $0.billingScheduleId == schedule.id }
      if let place = selection.due.firstIndex(where: { $0.schedule.id == schedule.id }) {
        selection.due[place] = selection.due[place].with(reissue)
      } else {
        selection.due.append(
          DueSchedule(
            schedule: schedule, account: account, orderId: facts.order(of: schedule),
            progress: progress, periods: nil, dueCount: 0, reissue: reissue,
            chargedOfPeriod: facts.chargedOfPeriod[schedule.id], billingContractId: contract.id))
      }
    }
    return nil
  }

  /// The cycle to be billed next: the first, of what recurs and is due, that charges something together with the open
  /// periods before it. No invoice would be made of an earlier one, and the contract would stand still.
  private func nextCycle(
    of schedules: [BillingSchedule], for contract: BillingContract, from facts: WorkingSet
  ) -> CivilPeriod? {
    let open = schedules.compactMap {
      self.open($0, of: contract, dueBy: lastDueDay, from: facts)
    }
    let chargedDay =
      allowsZeroAmountInvoices
      ? nil
      : open.compactMap { due in
        // What is billed at once is billed with any cycle.
        due.isWhateverTheDate && due.isCharged ? .earliest : due.firstChargedDay
      }
      .min()
    let recurring = open.filter { $0.schedule.billingTermUnit != .oneTime }
    func first(of open: [DueSchedule], areDue: Bool) -> CivilPeriod? {
      open.compactMap { due in
        guard let periods = due.periods else {
          let late = due.lateUsage.first { late in
            chargedDay.map { $0 <= late.period.lastDay } ?? true
          }
          return late?.period
        }
        let place = chargedDay.map(periods.place(holding:)) ?? 0
        guard !areDue || place < due.dueCount, let part = periods[place]?.part else { return nil }
        // One that ended before, without a charge: in its cycle there would be nothing to bill.
        if let chargedDay, part.lastDay < chargedDay { return nil }
        return part
      }
      .min { ($0.from, $0.to) < ($1.from, $1.to) }
    }
    return first(of: recurring, areDue: true) ?? first(of: recurring, areDue: false)
  }
}
