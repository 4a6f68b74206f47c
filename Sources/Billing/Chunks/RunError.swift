/// Why something of a run was not done; all of them are kept with the run.
package struct RunError: Hashable, Sendable {
  package var accountId: Account.ID?
  /// Of runs over invoices.
  package var invoiceId: Invoice.ID?
  package var groupingKey: String?
  /// Those that the run put in Error; empty where the schedules are sound, as where nothing numbers the invoice.
  package var billingScheduleIds: [BillingSchedule.ID]
  package var code: ErrorCode
  package var message: String

  package init(
    accountId: Account.ID?, invoiceId: Invoice.ID? = nil, groupingKey: String? = nil,
    billingScheduleIds: [BillingSchedule.ID] = [], code: ErrorCode, message: String
  ) {
    self.accountId = accountId
    self.invoiceId = invoiceId
    self.groupingKey = groupingKey
    self.billingScheduleIds = billingScheduleIds
    self.code = code
    self.message = message
  }
}
