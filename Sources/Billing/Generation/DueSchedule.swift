import CivilTime
import Monetary

/// A selected schedule with what is due of it.
///
/// A class, though it is a value that never changes: it passes through selection, grouping and the
/// making of lines, and a schedule with its thirty fields is not copied at every step.
final class DueSchedule: Sendable {
  let schedule: BillingSchedule
  let account: Account
  /// The schedule's order, by its own word or its group's.
  let orderId: Order.ID?
  let progress: BillingProgress
  let periods: UnbilledPeriods
  /// How many of the periods are due by the target date; of those to be billed at least 1.
  let dueCount: Int
  /// Usage that is on no invoice yet, by day.
  let usage: [UsageRecord]
  /// Periods that are invoiced again, in order; then nothing else of the schedule is billed.
  let reissued: [InvoicedPeriod]
  /// The contract that a request bills it for; contracts do not share invoices.
  let billingContractId: BillingContract.ID?
  /// Whether its lines are what they are whatever the target date: invoiced again, or at once.
  let isWhateverTheDate: Bool

  init(
    schedule: BillingSchedule, account: Account, orderId: Order.ID?, progress: BillingProgress,
    periods: UnbilledPeriods, dueCount: Int, usage: [UsageRecord] = [],
    reissued: [InvoicedPeriod] = [], billingContractId: BillingContract.ID? = nil,
    isWhateverTheDate: Bool = false
  ) {
    self.schedule = schedule
    self.account = account
    self.orderId = orderId
    self.progress = progress
    self.periods = periods
    self.dueCount = dueCount
    self.usage = usage
    self.reissued = reissued
    self.billingContractId = billingContractId
    self.isWhateverTheDate = isWhateverTheDate
  }

  /// How many lines there are of it when a day is the last one billed.
  func count(dueBy day: CivilDate) -> Int {
    isWhateverTheDate ? dueCount : min(dueCount, periods.count(dueBy: day))
  }
}
