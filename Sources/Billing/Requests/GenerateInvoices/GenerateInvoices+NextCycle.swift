import CivilTime

extension GenerateInvoices {
  /// The cycle to be billed next: the first, of what recurs and is due, that charges something together with the open
  /// periods before it. No invoice would be made of an earlier one, and the contract would stand still.
  func nextCycle(
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
        let index = chargedDay.map(periods.index(holding:)) ?? 0
        guard !areDue || index < due.dueCount, let part = periods[index]?.part else { return nil }
        // One that ended before, without a charge: in its cycle there would be nothing to bill.
        if let chargedDay, part.lastDay < chargedDay { return nil }
        return part
      }
      .min { ($0.from, $0.to) < ($1.from, $1.to) }
    }
    return first(of: recurring, areDue: true) ?? first(of: recurring, areDue: false)
  }
}
