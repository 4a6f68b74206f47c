/// A stored schedule whose progress moved, and nothing else of it.
///
/// Apart from the record, because most decisions move many schedules on and change no other field of them: what
/// the sender gave is then neither copied nor written again.
package struct ScheduleProgress: Hashable, Sendable {
  package let billingScheduleId: BillingSchedule.ID
  /// As it shall be stored.
  package let progress: BillingProgress

  package init(billingScheduleId: BillingSchedule.ID, progress: BillingProgress) {
    self.billingScheduleId = billingScheduleId
    self.progress = progress
  }
}
