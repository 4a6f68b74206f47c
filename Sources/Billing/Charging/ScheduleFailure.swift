/// A schedule that keeps its grouping key from being billed, and why.
struct ScheduleFailure {
  let schedule: BillingSchedule
  let category: ErrorLogCategory
  let code: ErrorCode
  /// What happened and how to fix it.
  let message: String

  static func overflow(_ schedule: BillingSchedule, of what: String) -> ScheduleFailure {
    ScheduleFailure(
      schedule: schedule, category: .invoiceGeneration, code: .amountOverflow,
      message: "The \(what) of billing schedule \(schedule.id) is beyond 18 digits before the "
        + "point. Correct its billingPeriodAmount, or bill fewer periods at a time.")
  }
}
