internal import Billing
internal import Monetary

extension Application {
  static let table = Table(
    "application", key: ["id"],
    [Column("id", .identifier)] + LedgerSource.columns + [
      Column("invoice_id", .identifier), Column("account_id", .identifier),
      Column("currency", .text), Column("amount", .decimal), Column("effective_date", .date),
      Column("recorded_date", .date), Column("takes_back", .identifier),
    ])

  init(from row: inout RowDecoder) throws(StoreError) {
    let id: Application.ID = try row.id()
    let source = try LedgerSource(from: &row)
    let invoiceId: Invoice.ID = try row.id()
    let accountId: Account.ID = try row.id()
    let currency = try row.currency()
    self.init(
      id: id, source: source, invoiceId: invoiceId, accountId: accountId,
      amount: try row.money(currency), effectiveDate: try row.date(),
      recordedDate: try row.date(), takesBack: try row.optionalID())
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    source.encode(into: &rows)
    rows.append(invoiceId)
    rows.append(accountId)
    rows.append(amount.currency.code)
    rows.append(amount)
    rows.append(effectiveDate)
    rows.append(recordedDate)
    rows.append(takesBack)
  }
}
