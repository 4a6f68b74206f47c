import Monetary

extension RecordChecks {
  /// <doc:Schedules#Proration>: the total differs from what the lines come to by one minor unit a line at most. It fixes
  /// roundings; it is no price of its own.
  mutating func checkTotal(
    of schedule: BillingSchedule, charges: PeriodCharges
  ) throws(MonetaryError) {
    guard let total = charges.total, let progress = schedule.progress else { return }
    var sum = progress.billedAmount
    var lines = progress.hasLines ? schedule.lineCount(before: progress.nextChargeFromDate) : 0
    if let unbilled = schedule.unbilledPeriods(from: progress.nextChargeFromDate),
      let toCome = try charges.total(of: unbilled)
    {
      sum = try sum.adding(toCome)
      lines += unbilled.count ?? 0
    }
    let difference = try total.subtracting(sum)
    guard abs(difference.minorUnits) > Int128(max(lines, 1)) else { return }
    refuse(
      .scheduleTotalMismatch, "totalAmount",
      "totalAmount is \(total.decimalText), but the lines of billing schedule \(schedule.id) come to "
        + "\(sum.decimalText). Correct totalAmount, billingPeriodAmount or the dates, or leave totalAmount "
        + "out.")
  }
}
