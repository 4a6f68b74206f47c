/// An order of an account; its schedules name it, so that it can be billed as one.
package struct Order: Hashable, Sendable, Identifiable {
  package let id: RecordID<Order>
  package var accountId: Account.ID
  package var orderNumber: String
  /// The customer's own number of it, for invoices.
  package var purchaseOrderNumber: String?
  package var revision: Int64?

  package init(
    id: RecordID<Order>,
    accountId: Account.ID,
    orderNumber: String,
    revision: Int64? = nil
  ) {
    self.id = id
    self.accountId = accountId
    self.orderNumber = orderNumber
    self.revision = revision
  }
}

extension Order: RecordKind {
  package static var type: RecordType { .order }
  package static var stage: RecordStage { .orders }
  package static var place: WritableKeyPath<RecordTables, [ID: Order]> { \.orders }
  package var record: Record { .order(self) }

  package var links: [RecordLink] { [RecordLink("accountId", accountId)] }
}
