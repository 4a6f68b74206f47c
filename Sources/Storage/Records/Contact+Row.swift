internal import Billing

extension Contact: StoredRecord {
  static let table = Table(
    "contact", key: ["id"],
    [
      .id, Column("account_id", .identifier), Column("name", .text), Column("email", .text),
      .revision,
    ])

  init(from row: inout RowDecoder) throws(StoreError) {
    self.init(
      id: try row.id(), accountId: try row.id(), name: try row.text(),
      email: try row.optionalText(), revision: try row.optionalInteger())
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    rows.append(accountId)
    rows.append(name)
    rows.append(email)
    rows.append(revision)
  }
}
