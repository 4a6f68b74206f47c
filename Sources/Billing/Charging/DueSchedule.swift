import CivilTime
import Monetary

/// A selected schedule with what is due of it.
///
/// A class, though it is a value that never changes: it passes through selection, grouping and the
/// making of lines, and is not copied at every step.
final class DueSchedule: Sendable {
  let schedule: BillingSchedule
  let account: Account
  /// The schedule's order, by its own field or its group's.
  let orderId: Order.ID?
  let progress: BillingProgress
  /// nil when every period is billed: then there is late usage, or a cycle to be invoiced again, or nothing.
  let periods: UnbilledPeriods?
  /// How many of the periods are due by the target date.
  let dueCount: Int
  /// Usage of the periods, by day.
  let usage: ArraySlice<UsageRecord>
  /// Usage of periods that are billed already.
  let lateUsage: [LateUsage]
  /// The first day of late usage whose period is not due by the target date: it keeps the schedule from being complete.
  let undueUsageDay: CivilDate?
  /// What is invoiced again of the schedule.
  let reissue: Reissue?
  /// What live lines charge of the full period in which billing stands, where that matters.
  let chargedOfPeriod: Money?
  /// The contract that a request bills it for; contracts do not share invoices.
  let billingContractId: BillingContract.ID?
  /// Whether its periods are due whatever the target date.
  let isWhateverTheDate: Bool

  init(
    schedule: BillingSchedule, account: Account, orderId: Order.ID?, progress: BillingProgress,
    periods: UnbilledPeriods?, dueCount: Int, usage: ArraySlice<UsageRecord> = [],
    lateUsage: [LateUsage] = [], undueUsageDay: CivilDate? = nil, reissue: Reissue? = nil,
    chargedOfPeriod: Money? = nil,
    billingContractId: BillingContract.ID? = nil, isWhateverTheDate: Bool = false
  ) {
    self.schedule = schedule
    self.account = account
    self.orderId = orderId
    self.progress = progress
    self.periods = periods
    self.dueCount = dueCount
    self.usage = usage
    self.lateUsage = lateUsage
    self.undueUsageDay = undueUsageDay
    self.reissue = reissue
    self.chargedOfPeriod = chargedOfPeriod
    self.billingContractId = billingContractId
    self.isWhateverTheDate = isWhateverTheDate
  }

  /// The late usage that is billed: it comes with the next period, and where there is none by itself.
  var dueLateUsage: [LateUsage] { periods == nil || dueCount > 0 ? lateUsage : [] }

  /// Whether anything of it makes a line.
  var isDue: Bool { dueCount > 0 || !dueLateUsage.isEmpty || reissue != nil }

  /// How many lines there are of it at most.
  var lineCount: Int { (reissue?.periods.count ?? 0) + dueLateUsage.count + dueCount }

  /// How many lines there are of it when a day is the last one billed.
  func count(dueBy day: CivilDate) -> Int {
    let open = isWhateverTheDate ? dueCount : min(dueCount, periods?.count(dueBy: day) ?? 0)
    let late = periods != nil && open == 0 ? 0 : lateUsage.count
    return (reissue?.periods.count ?? 0) + late + open
  }

  /// The same with what is invoiced again of it.
  func with(_ reissue: Reissue) -> DueSchedule {
    DueSchedule(
      schedule: schedule, account: account, orderId: orderId, progress: progress,
      periods: periods, dueCount: dueCount, usage: usage,
      lateUsage: lateUsage.filter { late in
        !reissue.periods.contains { $0.period.part.intersection(late.period) != nil }
      },
      undueUsageDay: undueUsageDay, reissue: reissue, chargedOfPeriod: chargedOfPeriod,
      billingContractId: billingContractId,
      isWhateverTheDate: isWhateverTheDate)
  }
}
