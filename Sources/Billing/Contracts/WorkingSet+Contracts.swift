import CivilTime

extension WorkingSet {
  /// The schedules of a contract, by their own word or their group's, in order of identifier.
  func schedules(of contract: BillingContract) -> [BillingSchedule] {
    schedules(of: contract.accountId).compactMap { schedules[$0] }
      .filter { self.contract(of: $0) == contract.id }
      .sorted { $0.id < $1.id }
  }

  /// What is invoiced of a cycle: the periods that fell due in it, as billing it takes them.
  func reissues(
    of schedules: [BillingSchedule], for contract: BillingContract, in cycle: CivilPeriod
  ) -> [DueSchedule] {
    schedules.compactMap { schedule in
      reissue(of: schedule, for: contract) { cycle.contains(schedule.dueDay(of: $0)) }
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
      schedule: schedule, account: account, orderId: order(of: schedule), progress: progress,
      periods: periods,
      dueCount: latest.count,
      reissued: latest.sorted { $0.key < $1.key }.map(\.value),
      billingContractId: contract.id, isWhateverTheDate: true)
  }
}
