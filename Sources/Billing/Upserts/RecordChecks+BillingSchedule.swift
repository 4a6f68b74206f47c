import CivilTime
import Monetary

extension RecordChecks {
  /// The schedule with its progress: begun for a new one, kept and brought up to date for one that
  /// is stored.
  mutating func check(_ given: BillingSchedule) -> BillingSchedule {
    checkOrder(given.orderId, isOf: given.accountId)
    checkContract(given.billingContractId, isOf: given.accountId)
    checkGroup(given.billingScheduleGroupId, isOf: given.accountId)
    checkContact(given.attributes.billToContactId, isOf: given.accountId)
    let stored = incoming.facts.schedules[given.id]
    checkPaymentMethod(
      given.attributes.savedPaymentMethodId,
      insteadOf: stored?.attributes.savedPaymentMethodId, isOf: given.accountId)
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
    guard
      let charges = PeriodCharges(
        of: schedule, in: currency, chargedOfPeriod: incoming.facts.chargedOfPeriod[given.id])
    else { return schedule }
    do throws(MonetaryError) {
      schedule.progress = try schedule.progress(
        following: stored?.progress, currency: currency, charges: charges)
      try checkTotal(of: schedule, charges: charges)
      reopen(&schedule)
    } catch {
      refuse(
        .amountOverflow, "billingPeriodAmount",
        "What the schedule bills until its end is beyond 18 digits before the point. Correct "
          + "billingPeriodAmount or endDate.")
    }
    return schedule
  }

  /// A schedule that is complete but for usage that came late is ready for it.
  private func reopen(_ schedule: inout BillingSchedule) {
    guard schedule.billingMethod == .usage, let progress = schedule.progress,
      progress.status == .completelyBilled,
      let day = incoming.unbilledUsageDays(of: schedule.id).min()
    else { return }
    schedule.progress = schedule.reopened(progress, for: day)
  }

  private mutating func checkExact(_ amount: ExactDecimal, _ field: String, in currency: Currency) {
    guard Money(exactly: amount, currency: currency) == nil else { return }
    refuse(
      .amountNotExact, field,
      "\(field) \(amount) is finer than the minor unit of \(currency), which has "
        + "\(currency.minorUnitDigits) decimals. Round it.")
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
