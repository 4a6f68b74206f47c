import CivilTime
import Monetary

extension RecordChecks {
  /// The schedule with its progress: begun for a new one, kept and brought up to date for one that
  /// is stored.
  mutating func check(_ given: BillingSchedule) -> BillingSchedule {
    checkOrder(given.orderId, isOf: given.accountId)
    checkContract(given.billingContractId, isOf: given.accountId)
    checkGroup(given.billingScheduleGroupId, isOf: given.accountId)
    let stored = incoming.facts.schedules[given.id]
    var schedule = given
    // Days that count as billed since the record was made stay so, whether named again or not.
    if let stored {
      schedule.billedThroughDate = stored.billedThroughDate
      checkBilledThrough(given, stored: stored)
      if stored.progress?.hasLines == true { checkFixedFields(given, stored: stored) }
      checkUsageLeft(by: schedule)
    }
    // Without its account there is no currency; the missing or unusable account is a fault already.
    guard let currency = incoming.account(given.accountId)?.currency else { return schedule }
    checkExact(given.billingPeriodAmount, "billingPeriodAmount", in: currency)
    if let totalAmount = given.totalAmount { checkExact(totalAmount, "totalAmount", in: currency) }
    guard let charges = PeriodCharges(of: schedule, in: currency) else { return schedule }
    do throws(MonetaryError) {
      schedule.progress = try schedule.progress(
        following: stored?.progress, currency: currency, charges: charges)
      try checkTotal(of: schedule, charges: charges)
    } catch {
      refuse(
        .amountOverflow, "billingPeriodAmount",
        "What the schedule bills until its end is beyond 18 digits before the point. Correct "
          + "billingPeriodAmount or endDate.")
    }
    return schedule
  }

  private mutating func checkExact(_ amount: ExactDecimal, _ field: String, in currency: Currency) {
    guard Money(exactly: amount, currency: currency) == nil else { return }
    refuse(
      .amountNotExact, field,
      "\(field) \(amount) is finer than the minor unit of \(currency), which has "
        + "\(currency.minorUnitDigits) decimals. Round it.")
  }

  /// `domain.md`, "Proration": the total differs from what the lines come to by one minor unit a line at most. It mends
  /// roundings; it is no price of its own.
  private mutating func checkTotal(
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

  /// `domain.md`, "Billing schedule": accepted only when the record is first made.
  private mutating func checkBilledThrough(_ given: BillingSchedule, stored: BillingSchedule) {
    guard let date = given.billedThroughDate, date != stored.billedThroughDate else { return }
    refuse(
      .recordAlreadyBilled, "billedThroughDate",
      "billedThroughDate is taken only when the schedule is first made"
        + (stored.billedThroughDate.map { ", which said \($0)" } ?? "") + ". Leave it out.")
  }

  /// `domain.md`, "What may change once a schedule has lines": what the periods billed so far were
  /// computed from must stay, or the next would not join on to them.
  private mutating func checkFixedFields(_ given: BillingSchedule, stored: BillingSchedule) {
    let changed: [(field: String, isChanged: Bool)] = [
      ("accountId", given.accountId != stored.accountId),
      ("billingMethod", given.billingMethod != stored.billingMethod),
      ("billingType", given.billingType != stored.billingType),
      ("billingTerm", given.billingTerm != stored.billingTerm),
      ("billingTermUnit", given.billingTermUnit != stored.billingTermUnit),
      ("startDate", given.startDate != stored.startDate),
      ("periodBoundary", given.periodBoundary != stored.periodBoundary),
      ("milestoneDate", given.milestoneDate != stored.milestoneDate),
      ("billDayOfMonth", given.billDayOfMonth != stored.billDayOfMonth),
    ]
    for (field, isChanged) in changed where isChanged {
      refuse(
        .recordAlreadyBilled, field,
        "\(field) cannot change any more: billing schedule \(given.id) is on an invoice. Cancel "
          + "it with cancellationDate and send a new schedule.")
    }
    if let end = given.endDate, let progress = stored.progress {
      let lastBilled = progress.nextChargeFromDate.adding(days: -1)
      if end < lastBilled {
        refuse(
          .recordAlreadyBilled, "endDate",
          "endDate \(end) is before \(lastBilled), the last day billed. Choose that day or a later "
            + "one; use cancellationDate to bill no more.")
      }
    }
  }
}

extension BillingSchedule {
  /// The progress of the schedule as now given. Nothing billed yet: from its start, or from the day
  /// after `billedThroughDate`; else from where billing stands.
  fileprivate func progress(
    following stored: BillingProgress?, currency: Currency, charges: PeriodCharges
  ) throws(MonetaryError) -> BillingProgress {
    let kept = stored.flatMap { $0.hasLines ? $0 : nil }
    return try progress(
      chargedBefore: kept?.nextChargeFromDate ?? firstBillableDay,
      billed: kept?.billedAmount ?? .zero(currency),
      hasLines: kept != nil,
      isInError: stored?.status == .error,
      charges: charges)
  }
}
