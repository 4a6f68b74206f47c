import CivilTime

/// A selected schedule with what is due of it.
///
/// A class, though it is a value that never changes: it passes through selection, grouping and the
/// making of lines, and a schedule with its thirty fields is not copied at every step.
final class DueSchedule: Sendable {
  let schedule: BillingSchedule
  let account: Account
  let progress: BillingProgress
  let periods: UnbilledPeriods
  /// How many of the periods are due by the target date, at least 1.
  let dueCount: Int
  /// Usage that is on no invoice yet, by day.
  let usage: [UsageRecord]
  /// Periods that are invoiced again, in order; then nothing else of the schedule is billed.
  let reissued: [InvoicedPeriod]
  /// The contract that a request bills it for; contracts do not share invoices.
  let billingContractId: BillingContract.ID?

  init(
    schedule: BillingSchedule, account: Account, progress: BillingProgress,
    periods: UnbilledPeriods, dueCount: Int, usage: [UsageRecord] = [],
    reissued: [InvoicedPeriod] = [], billingContractId: BillingContract.ID? = nil
  ) {
    self.schedule = schedule
    self.account = account
    self.progress = progress
    self.periods = periods
    self.dueCount = dueCount
    self.usage = usage
    self.reissued = reissued
    self.billingContractId = billingContractId
  }

  /// How many lines there are of it when a day is the last one billed. What a cycle or a reissue bounds or brings forward
  /// is not moved by the day.
  func count(dueBy day: CivilDate) -> Int {
    let count = periods.count(dueBy: day)
    return reissued.isEmpty && count > 0
      ? min(count, dueCount) : billingContractId == nil ? 0 : dueCount
  }
}
