internal import Billing

extension PaymentTerm: StoredRecord {
  static let table = Table(
    "payment_term", key: ["id"],
    [
      .id, Column("name", .text), Column("kind", .text), Column("days", .integer),
      Column("is_default", .boolean), .revision,
    ])

  static var loading: RecordLoading { .namedAndDefault }

  init(from row: inout RowDecoder) throws(StoreError) {
    self.init(
      id: try row.id(), name: try row.text(), kind: try row.value(), days: try row.int(),
      isDefault: try row.boolean(), revision: try row.optionalInteger())
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    rows.append(name)
    rows.append(kind)
    rows.append(days)
    rows.append(isDefault)
    rows.append(revision)
  }
}
