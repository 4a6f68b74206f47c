/// `billing-schedule.recover.v1`: schedules in Error become ready again.
package struct RecoverBillingSchedules: Request {
  /// Without repeats, in the request's order.
  package let billingScheduleIds: [BillingSchedule.ID]

  package init(
    billingScheduleIds: [BillingSchedule.ID]
  ) {
    self.billingScheduleIds = billingScheduleIds
  }
}
