import Billing

/// `billing-schedule.recover.v1`.
struct RecoverBillingSchedulesForm {
  func read(_ fields: inout ObjectReader) -> RecoverBillingSchedules? {
    fields.required("billingScheduleIds", BillingScheduleIdentifiers.form).map {
      RecoverBillingSchedules(billingScheduleIds: $0)
    }
  }
}
