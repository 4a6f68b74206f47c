internal import Billing

extension BillingScheduleGroup: StoredRecord {
  static let table = Table(
    "billing_schedule_group", key: ["id"],
    [
      .id, Column("account_id", .identifier), Column("order_id", .identifier),
      Column("billing_contract_id", .identifier), Column("parent_group_id", .identifier),
    ]
      + Column.invoicingAttributes + [.revision])

  static var loading: RecordLoading { .apart }

  init(from row: inout RowDecoder) throws(StoreError) {
    self.init(
      id: try row.id(), accountId: try row.id(), orderId: try row.optionalID(),
      billingContractId: try row.optionalID(), parentGroupId: try row.optionalID(),
      attributes: try InvoicingAttributes(from: &row),
      revision: try row.optionalInteger())
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    rows.append(accountId)
    rows.append(orderId)
    rows.append(billingContractId)
    rows.append(parentGroupId)
    attributes.encode(into: &rows)
    rows.append(revision)
  }
}
