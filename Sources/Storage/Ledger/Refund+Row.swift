internal import Billing
internal import Monetary

extension Refund {
  static let table = Table(
    "refund", key: ["id"],
    [Column("id", .identifier)] + LedgerSource.columns + [
      Column("account_id", .identifier), Column("currency", .text), Column("amount", .decimal),
      Column("refund_date", .date), Column("reference", .text), Column("recorded_date", .date),
    ])

  init(from row: inout RowDecoder) throws(StoreError) {
    let id: Refund.ID = try row.id()
    let source = try LedgerSource(from: &row)
    let accountId: Account.ID = try row.id()
    let currency = try row.currency()
    self.init(
      id: id, source: source, accountId: accountId, amount: try row.money(currency),
      refundDate: try row.date(), reference: try row.optionalText(),
      recordedDate: try row.date())
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    source.encode(into: &rows)
    rows.append(accountId)
    rows.append(amount.currency.code)
    rows.append(amount)
    rows.append(refundDate)
    rows.append(reference)
    rows.append(recordedDate)
  }
}
