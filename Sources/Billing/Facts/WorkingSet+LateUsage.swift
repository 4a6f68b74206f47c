import CivilTime

extension WorkingSet {
  /// The usage of a schedule that is on no invoice and whose period was billed before it arrived, period by period.
  func lateUsage(
    of schedule: BillingSchedule, among unbilled: [UsageRecord]
  ) -> [LateUsage] {
    guard let progress = schedule.progress,
      unbilled.first.map({ $0.usageDate < progress.nextChargeFromDate }) ?? false
    else { return [] }
    let billed = billedUsage[schedule.id] ?? BilledUsage()
    let boundaries = PeriodBoundaries(of: schedule)
    var late: [LateUsage] = []
    var rest = unbilled.prefix { $0.usageDate < progress.nextChargeFromDate }
    while let first = rest.first {
      let known = billed.period(holding: first.usageDate)
      let index = boundaries.index(holding: first.usageDate)
      // Where no line says which days were billed together, the schedule does.
      let period =
        known?.period
        ?? CivilPeriod(
          from: max(boundaries.date(index), schedule.firstBillableDay),
          to: min(boundaries.date(index + 1), progress.nextChargeFromDate))
        ?? CivilPeriod(first: first.usageDate, last: first.usageDate)
      let records = rest.prefix { period.contains($0.usageDate) }
      late.append(
        LateUsage(
          period: period, number: billed.lateLines(from: period.from) + 1,
          billedQuantity: try? billed.quantity(in: period), records: Array(records)))
      rest = rest.dropFirst(records.count)
    }
    return late
  }
}
