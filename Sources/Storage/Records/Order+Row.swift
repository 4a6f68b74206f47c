internal import Billing

extension Order: StoredRecord {
  /// Not "order", which is a word of SQL.
  static let table = Table(
    "sales_order", key: ["id"],
    [
      .id, Column("account_id", .identifier), Column("order_number", .text), .revision,
      Column("purchase_order_number", .text),
    ])

  init(from row: inout RowDecoder) throws(StoreError) {
    self.init(
      id: try row.id(), accountId: try row.id(), orderNumber: try row.text(),
      revision: try row.optionalInteger())
    purchaseOrderNumber = try row.optionalText()
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    rows.append(accountId)
    rows.append(orderNumber)
    rows.append(revision)
    rows.append(purchaseOrderNumber)
  }
}
