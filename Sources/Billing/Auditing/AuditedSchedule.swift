package import CivilTime
package import Monetary

/// A schedule's progress with its live lines, for the audit.
package struct AuditedSchedule: Sendable {
  package let id: BillingSchedule.ID
  package let nextChargeFromDate: CivilDate
  package let billedAmount: Money
  /// Live lines, by first day, then reissue.
  package var lines: [InvoicedPeriod] = []

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
    for invoiced in lines where invoiced.line.lateUsage == 0 {
      guard let period = invoiced.line.period else { continue }
      if let before = end[invoiced.line.reissue], period.from < before {
        breaches.append(
          AuditBreach(
            .periods,
            "Schedule \(id): the days from \(period.from) are on invoice \(invoiced.invoiceId) and on another live one."
          ))
      }
      end[invoiced.line.reissue] = max(end[invoiced.line.reissue] ?? period.to, period.to)
    }
    return breaches
  }

  private var progress: [AuditBreach] {
    var billed: Int128 = 0
    for invoiced in WorkingSet.counted(lines) { billed += invoiced.line.amount.minorUnits }
    var breaches: [AuditBreach] = []
    if billed != billedAmount.minorUnits {
      breaches.append(
        AuditBreach(
          .progress,
          "Schedule \(id) counts \(billedAmount) as billed; its live lines do not come to that."))
    }
    var free: CivilDate?
    for period in lines.filter({ $0.line.lateUsage == 0 }).compactMap(\.line.period)
      .sorted(by: { $0.from < $1.from })
    {
      guard let reached = free else {
        free = period.to
        continue
      }
      if reached < period.from { break }
      free = max(reached, period.to)
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
