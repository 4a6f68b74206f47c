internal import Billing
internal import CivilTime
internal import Monetary

extension UsageRecord: StoredRecord {
  static let table = Table(
    "usage_record", key: ["id"],
    [
      .id, Column("billing_schedule_id", .identifier), Column("quantity", .decimal),
      Column("usage_date", .date), .revision, Column("invoice_id", .identifier),
    ])

  init(from row: inout RowDecoder) throws(StoreError) {
    self.init(
      id: try row.id(), billingScheduleId: try row.id(), quantity: try row.decimal(),
      usageDate: try row.date(), revision: try row.optionalInteger(),
      invoiceId: try row.optionalID())
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    rows.append(billingScheduleId)
    rows.append(quantity)
    rows.append(usageDate)
    rows.append(revision)
    rows.append(invoiceId)
  }
}
