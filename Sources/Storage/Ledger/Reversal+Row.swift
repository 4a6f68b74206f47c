internal import Billing
internal import Monetary

extension Reversal {
  static let table = Table(
    "reversal", key: ["id"],
    [
      Column("id", .identifier), Column("payment_id", .identifier),
      Column("account_id", .identifier), Column("currency", .text), Column("amount", .decimal),
      Column("reversal_date", .date), Column("reason", .text), Column("recorded_date", .date),
    ])

  init(from row: inout RowDecoder) throws(StoreError) {
    let id: Reversal.ID = try row.id()
    let paymentId: Payment.ID = try row.id()
    let accountId: Account.ID = try row.id()
    let currency = try row.currency()
    self.init(
      id: id, paymentId: paymentId, accountId: accountId, amount: try row.money(currency),
      reversalDate: try row.date(), reason: try row.value(), recordedDate: try row.date())
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    rows.append(paymentId)
    rows.append(accountId)
    rows.append(amount.currency.code)
    rows.append(amount)
    rows.append(reversalDate)
    rows.append(reason)
    rows.append(recordedDate)
  }
}
