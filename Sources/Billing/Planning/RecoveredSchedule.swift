/// A schedule that a recovery names, with what is invoiced of it.
package struct RecoveredSchedule: Hashable, Sendable {
  package let billingScheduleId: BillingSchedule.ID
  /// The latest live invoice that bills it; nil where none does.
  package var latestInvoice: InvoiceSummary?

  package init(billingScheduleId: BillingSchedule.ID, latestInvoice: InvoiceSummary?) {
    self.billingScheduleId = billingScheduleId
    self.latestInvoice = latestInvoice
  }
}
