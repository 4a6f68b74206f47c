/// Schedules that belong together; what it decides beats what they say.
package struct BillingScheduleGroup: Hashable, Sendable, Identifiable {
  package let id: RecordID<BillingScheduleGroup>
  package var accountId: Account.ID
  package var orderId: Order.ID?
  package var attributes: InvoicingAttributes
  package var revision: Int64?

  package init(
    id: RecordID<BillingScheduleGroup>,
    accountId: Account.ID,
    orderId: Order.ID? = nil,
    attributes: InvoicingAttributes,
    revision: Int64? = nil
  ) {
    self.id = id
    self.accountId = accountId
    self.orderId = orderId
    self.attributes = attributes
    self.revision = revision
  }
}
