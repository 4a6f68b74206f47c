import CivilTime
import Monetary

extension BillingSchedule {
  /// Where the schedule stands when everything before `date` is billed, with `billed` on its lines.
  ///
  /// The one place that decides a schedule's status and next billing date: an upsert, a billed
  /// period and a recovery all come here. A schedule in Error stays in Error until it is recovered.
  ///
  /// Throws `overflow` when what is still to be billed is beyond an amount.
  func progress(
    chargedBefore date: CivilDate, billed: Money, hasLines: Bool, isInError: Bool,
    charges: PeriodCharges
  ) throws(MonetaryError) -> BillingProgress {
    if isWaitingForMilestone, !hasLines, cancellationDate.map({ startDate < $0 }) ?? true {
      return BillingProgress(
        status: isInError ? .error : .waitingForMilestone, nextBillingDate: nil,
        nextChargeFromDate: date, billedAmount: billed, pendingAmount: charges.amount)
    }
    let unbilled = unbilledPeriods(from: date)
    let pending =
      if let unbilled {
        try charges.pending(unbilled, billed: billed)
      } else {
        Money.zero(billed.currency)
      }
    let isComplete = unbilled == nil
    return BillingProgress(
      status: isInError ? .error : isComplete ? .completelyBilled : .readyForInvoicing,
      nextBillingDate: unbilled?.nextBillingDate,
      nextChargeFromDate: date,
      billedAmount: billed,
      pendingAmount: pending,
      hasLines: hasLines,
      isCompletedByCancellation: isComplete
        && (isWaitingForMilestone
          || unbilledPeriods(from: date, ignoringCancellation: true) != nil)
    )
  }

  /// The progress of a schedule that was completely billed, ready for usage of a day that came late.
  func reopened(_ progress: BillingProgress, for day: CivilDate) -> BillingProgress {
    var reopened = progress
    let full = fullPeriod(holding: day)
    let end = min(full.to, max(progress.nextChargeFromDate, day.adding(days: 1)))
    let due =
      unbilledPeriods(from: progress.nextChargeFromDate)?.nextBillingDate
      ?? end.adding(days: -1)
    reopened.nextBillingDate =
      progress.status == .readyForInvoicing ? min(due, progress.nextBillingDate ?? due) : due
    if progress.status != .error { reopened.status = .readyForInvoicing }
    reopened.pendingAmount = nil
    reopened.isCompletedByCancellation = false
    return reopened
  }
}
