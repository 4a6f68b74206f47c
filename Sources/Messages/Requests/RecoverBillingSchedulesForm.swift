import Billing

/// `billing-schedule.recover.v1`.
struct RecoverBillingSchedulesForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> RecoverBillingSchedules? {
    let schedules = fields.required(
      "billingScheduleIds", BillingScheduleIdentifiers.form, "The schedules.")
    return schedules.map { RecoverBillingSchedules(billingScheduleIds: $0) }
  }
}
