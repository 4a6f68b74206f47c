/// Schedules that belong together; what it decides beats what they say.
package struct BillingScheduleGroup: Hashable, Sendable, Identifiable {
  /// How many groups a group may be a part of, one within the other. Bundles are a few levels deep; every walk up from
  /// a group ends here.
  package static let deepestLevel = 64

  package let id: RecordID<BillingScheduleGroup>
  package var accountId: Account.ID
  package var orderId: Order.ID?
  package var billingContractId: BillingContract.ID?
  /// The group of which this one is a part, as a bundle's.
  package var parentGroupId: BillingScheduleGroup.ID?
  package var attributes: InvoicingAttributes
  package var revision: Int64?

  package init(
    id: RecordID<BillingScheduleGroup>,
    accountId: Account.ID,
    orderId: Order.ID? = nil,
    billingContractId: BillingContract.ID? = nil,
    parentGroupId: RecordID<BillingScheduleGroup>? = nil,
    attributes: InvoicingAttributes,
    revision: Int64? = nil
  ) {
    self.id = id
    self.accountId = accountId
    self.orderId = orderId
    self.billingContractId = billingContractId
    self.parentGroupId = parentGroupId
    self.attributes = attributes
    self.revision = revision
  }
}

extension BillingScheduleGroup: RecordKind {
  package static var type: RecordType { .billingScheduleGroup }
  package static var stage: RecordStage { .groups }
  package static var place: WritableKeyPath<RecordTables, [ID: BillingScheduleGroup]> { \.groups }
  package var record: Record { .billingScheduleGroup(self) }

  package var links: [RecordLink] {
    var links = [RecordLink("accountId", accountId)]
    links.append("orderId", orderId)
    links.append("billingContractId", billingContractId)
    links.append("parentGroupId", parentGroupId)
    return links + attributes.links
  }

  package var fieldFaults: [FieldFault] { attributes.fieldFaults }

  package func insert(into tables: inout RecordTables) { tables.insert(self) }
}
