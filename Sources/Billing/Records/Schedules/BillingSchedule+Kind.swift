extension BillingSchedule: RecordKind {
  package static var type: RecordType { .billingSchedule }
  package static var stage: RecordStage { .schedules }
  package static var place: WritableKeyPath<RecordTables, [ID: BillingSchedule]> { \.schedules }
  package var record: Record { .billingSchedule(self) }

  package var links: [RecordLink] {
    var links = [RecordLink("accountId", accountId)]
    links.append("orderId", orderId)
    links.append("billingContractId", billingContractId)
    links.append("billingScheduleGroupId", billingScheduleGroupId)
    return links + attributes.links
  }

  package func insert(into tables: inout RecordTables) { tables.insert(self) }
}
