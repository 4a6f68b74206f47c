package import CivilTime
package import Monetary

/// A schedule's progress with its live lines, for the audit.
package struct AuditedSchedule: Sendable {
  package let id: BillingSchedule.ID
  package let nextChargeFromDate: CivilDate
  package let billedAmount: Money
  /// Live lines, by first day, then reissue.
  package var lines: [Line] = []

  /// What of a line matters here.
  package struct Line: Sendable {
    package let invoiceId: Invoice.ID
    package let period: CivilPeriod
    package let reissue: Int
    package let lateUsage: Int
    package let amount: Money

    package init(
      invoiceId: Invoice.ID, period: CivilPeriod, reissue: Int, lateUsage: Int, amount: Money
    ) {
      self.invoiceId = invoiceId
      self.period = period
      self.reissue = reissue
      self.lateUsage = lateUsage
      self.amount = amount
    }

    fileprivate var invoiced: InvoicedPeriod {
      InvoicedPeriod(
        invoiceId: invoiceId,
        line: InvoicedPeriod.Line(
          period: period, amount: amount, reissue: reissue, lateUsage: lateUsage))
    }
  }

  package init(id: BillingSchedule.ID, nextChargeFromDate: CivilDate, billedAmount: Money) {
    self.id = id
    self.nextChargeFromDate = nextChargeFromDate
    self.billedAmount = billedAmount
  }

  /// What does not hold, nothing where all does.
  package var breaches: [AuditBreach] {
    guard !lines.isEmpty else {
      return billedAmount.isZero
        ? []
        : [
          AuditBreach(
            .progress,
            "Schedule \(id) counts \(billedAmount) as billed and has no live line.")
        ]
    }
    return repeatedDays + progress
  }

  private var repeatedDays: [AuditBreach] {
    var end: [Int: CivilDate] = [:]
    var breaches: [AuditBreach] = []
    for line in lines where line.lateUsage == 0 {
      let before = end[line.reissue]
      if let before, line.period.from < before {
        breaches.append(
          AuditBreach(
            .periods,
            "Schedule \(id): the days from \(line.period.from) are on invoice \(line.invoiceId) and on another live one."
          ))
      }
      end[line.reissue] = max(before ?? line.period.to, line.period.to)
    }
    return breaches
  }

  /// What counts as billed, in minor units. Mostly nothing is invoiced again and no usage came late: then every line does.
  private var billed: Int128 {
    var billed: Int128 = 0
    if lines.contains(where: { $0.reissue > 0 || $0.lateUsage > 0 }) {
      for invoiced in WorkingSet.counted(lines.map(\.invoiced)) {
        billed += invoiced.line.amount.minorUnits
      }
    } else {
      for line in lines { billed += line.amount.minorUnits }
    }
    return billed
  }

  private var progress: [AuditBreach] {
    var breaches: [AuditBreach] = []
    if billed != billedAmount.minorUnits {
      breaches.append(
        AuditBreach(
          .progress,
          "Schedule \(id) counts \(billedAmount) as billed; its live lines do not come to that."))
    }
    var free: CivilDate?
    for line in lines where line.lateUsage == 0 {
      guard let reached = free else {
        free = line.period.to
        continue
      }
      if reached < line.period.from { break }
      free = max(reached, line.period.to)
    }
    if let free, free != nextChargeFromDate {
      breaches.append(
        AuditBreach(
          .progress,
          "Schedule \(id) bills on from \(nextChargeFromDate); the first day that no live line holds is \(free)."
        ))
    }
    return breaches
  }
}
