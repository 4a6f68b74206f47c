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

  init(
    schedule: BillingSchedule, account: Account, progress: BillingProgress,
    periods: UnbilledPeriods, dueCount: Int, usage: [UsageRecord] = []
  ) {
    self.schedule = schedule
    self.account = account
    self.progress = progress
    self.periods = periods
    self.dueCount = dueCount
    self.usage = usage
  }
}
