/// What became of one grouping key of a request, or of one schedule of a recovery.
package enum InvoiceResult: Hashable, Sendable {
  /// A new invoice, by its index in ``InvoiceEffects/made``: its number is not known before it is stored.
  case made(index: Int)
  /// No invoice for this grouping key, and why.
  case failed(accountId: Account.ID, billingScheduleIds: [BillingSchedule.ID], faults: [Fault])
  /// A stored invoice that the request names and that stays as it is, and why; without a summary one that does not exist.
  case refused(Invoice.ID, InvoiceSummary?, faults: [Fault])
  /// An invoice that was there already (the answer of `billing-schedule.recover.v1`).
  case existing(InvoiceSummary)
}
