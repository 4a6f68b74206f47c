import CivilTime
import Monetary

/// What is invoiced again of a schedule (<doc:Contracts>): its periods as billing them for the first time would be, by
/// today's prices, dates and usage. The lines that they replace stay.
struct Reissue: Sendable {
  let periods: [Period]
  /// The lines whose place the periods take.
  let replaced: [InvoicedPeriod]

  struct Period: Sendable {
    let period: UnbilledPeriod
    /// How often it was invoiced before.
    let number: Int
    /// Of a usage schedule: all usage of the period, with the records that are on no invoice yet.
    let usage: Usage?
  }

  struct Usage: Sendable {
    let billedQuantity: ExactDecimal
    /// By day, then identifier.
    let records: [UsageRecord]

    func consumed() throws(MonetaryError) -> ExactDecimal {
      var sum = billedQuantity
      for record in records { sum = try sum.adding(record.quantity) }
      return sum
    }
  }

  /// What the replaced lines charge.
  func replacedAmount(in currency: Currency) throws(MonetaryError) -> Money {
    var sum = Money.zero(currency)
    for invoiced in replaced { sum = try sum.adding(invoiced.line.amount) }
    return sum
  }

  /// The same for those lines alone whose days are the period's.
  func replacedAmount(of period: CivilPeriod, in currency: Currency) throws(MonetaryError) -> Money
  {
    var sum = Money.zero(currency)
    for invoiced in replaced where invoiced.line.period?.intersection(period) != nil {
      sum = try sum.adding(invoiced.line.amount)
    }
    return sum
  }
}

extension WorkingSet {
  /// What of a schedule is on live invoices of the periods that fell due in a cycle, to be invoiced again; nil for nothing.
  ///
  /// - Throws: `overflow` when its usage is beyond an amount.
  func reissue(
    of schedule: BillingSchedule, in cycle: CivilPeriod
  ) throws(MonetaryError) -> Reissue? {
    let replaced = invoiced(of: schedule, in: cycle)
    let bases = replaced.filter { $0.line.lateUsage == 0 }
    guard let first = bases.compactMap({ $0.line.period?.from }).min(),
      let last = bases.compactMap({ $0.line.period?.to }).max()
    else { return nil }
    let periods = schedule.periodsToReissue(from: first, to: last)
    guard !periods.isEmpty else { return nil }
    let unbilled = schedule.billingMethod == .usage ? unbilledUsage(of: schedule.id) : []
    var again: [Reissue.Period] = []
    for period in periods {
      let before = bases.filter { $0.line.period?.intersection(period.part) != nil }
      var usage: Reissue.Usage?
      if schedule.billingMethod == .usage {
        usage = Reissue.Usage(
          billedQuantity: try billedUsage[schedule.id]?.quantity(in: period.part) ?? 0,
          records: unbilled.filter { period.part.contains($0.usageDate) })
      }
      again.append(
        Reissue.Period(
          period: period, number: (before.map(\.line.reissue).max() ?? 0) + 1, usage: usage))
    }
    return Reissue(periods: again, replaced: replaced)
  }

  /// The live lines of the periods that fell due in a cycle: of each period the last line, and the late usage that came
  /// after it.
  func invoiced(of schedule: BillingSchedule, in cycle: CivilPeriod) -> [InvoicedPeriod] {
    let lines = (invoicedPeriods[schedule.id] ?? []).filter { invoiced in
      invoiced.line.period.map { cycle.contains(schedule.dueDay(of: $0)) } ?? false
    }
    return Self.counted(lines)
  }

  /// Of live lines those that count as billed: of each period the last line, and the late usage that came after it; by
  /// period.
  static func counted(_ lines: [InvoicedPeriod]) -> [InvoicedPeriod] {
    // Mostly nothing was invoiced again and no usage came late: each period has one line.
    let isPlain = lines.allSatisfy { $0.line.reissue == 0 && $0.line.lateUsage == 0 }
    return byPeriod(isPlain ? lines.filter { $0.line.period != nil } : latest(of: lines))
  }

  private static func latest(of lines: [InvoicedPeriod]) -> [InvoicedPeriod] {
    // One line may have been invoiced again in place of several parts of a period.
    let reissued = lines.filter { $0.line.lateUsage == 0 && $0.line.reissue > 0 }
    var latest: [CivilDate: InvoicedPeriod] = [:]
    for invoiced in lines where invoiced.line.lateUsage == 0 {
      guard let period = invoiced.line.period else { continue }
      let from = period.from
      let isReplaced = reissued.contains {
        $0.line.reissue > invoiced.line.reissue && $0.line.period?.intersection(period) != nil
      }
      if isReplaced { continue }
      if let known = latest[from], invoiced.line.reissue < known.line.reissue { continue }
      latest[from] = invoiced
    }
    let late = lines.filter { invoiced in
      guard invoiced.line.lateUsage > 0, let from = invoiced.line.period?.from,
        let base = latest[from]
      else { return false }
      // Identifiers of invoices begin with the time.
      return base.line.reissue == 0 || base.invoiceId < invoiced.invoiceId
    }
    return Array(latest.values) + late
  }

  private static func byPeriod(_ lines: [InvoicedPeriod]) -> [InvoicedPeriod] {
    lines.sorted { left, right in
      guard let first = left.line.period?.from, let second = right.line.period?.from else {
        return false
      }
      return (first, left.line.lateUsage) < (second, right.line.lateUsage)
    }
  }
}

extension BillingSchedule {
  /// The periods of days that were billed, as they would be billed today.
  fileprivate func periodsToReissue(from first: CivilDate, to last: CivilDate) -> [UnbilledPeriod] {
    if billingTermUnit == .oneTime {
      // Charged once and whole, whatever days its record names by now.
      guard let days = CivilPeriod(from: first, to: last),
        cancellationDate.map({ first < $0 }) ?? true
      else { return [] }
      return [UnbilledPeriod(part: days, full: days)]
    }
    let end = [last, endDate?.adding(days: 1), cancellationDate].compactMap(\.self).min() ?? last
    let start = max(first, startDate)
    guard start < end else { return [] }
    let periods = UnbilledPeriods(of: self, from: start, end: end)
    return (0..<(periods.count ?? 0)).compactMap { periods[$0] }
  }
}
