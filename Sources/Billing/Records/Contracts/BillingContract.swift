/// An agreement whose schedules are billed cycle by cycle (<doc:Contracts>).
package struct BillingContract: Hashable, Sendable, Identifiable {
  package let id: RecordID<BillingContract>
  package var accountId: Account.ID
  package var name: String
  package var contractType: String?
  package var billingPolicy: String?
  /// Whether OneTime schedules are billed whatever the target date.
  package var invoicesOneTimeImmediately: Bool
  /// The tasks that may run after invoicing.
  package var automation: Set<PostInvoicingTask>
  package var revision: Int64?

  package init(
    id: RecordID<BillingContract>,
    accountId: Account.ID,
    name: String,
    contractType: String? = nil,
    billingPolicy: String? = nil,
    invoicesOneTimeImmediately: Bool = false,
    automation: Set<PostInvoicingTask> = [],
    revision: Int64? = nil
  ) {
    self.id = id
    self.accountId = accountId
    self.name = name
    self.contractType = contractType
    self.billingPolicy = billingPolicy
    self.invoicesOneTimeImmediately = invoicesOneTimeImmediately
    self.automation = automation
    self.revision = revision
  }
}

extension BillingContract: RecordKind {
  package static var type: RecordType { .billingContract }
  package static var stage: RecordStage { .orders }
  package static var place: WritableKeyPath<RecordTables, [ID: BillingContract]> { \.contracts }
  package var record: Record { .billingContract(self) }

  package var links: [RecordLink] { [RecordLink("accountId", accountId)] }
}
