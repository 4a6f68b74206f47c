/// A selected schedule with what is due of it.
struct DueSchedule {
  let schedule: BillingSchedule
  let account: Account
  let progress: BillingProgress
  let periods: UnbilledPeriods
  /// How many of the periods are due by the target date, at least 1.
  let dueCount: Int
}
