internal import Billing
internal import Monetary

extension Payment {
  static let table = Table(
    "payment", key: ["id"],
    [
      Column("id", .identifier), Column("account_id", .identifier), Column("currency", .text),
      Column("amount", .decimal), Column("received_date", .date), Column("method", .text),
      Column("reference", .text), Column("saved_payment_method_id", .text),
      Column("recorded_date", .date), Column("request_source", .identifier),
      Column("request_identifier", .identifier),
    ] + sumColumns)

  /// What of a stored payment changes. The last two follow from the others.
  static let sumColumns = [
    Column("applied_amount", .decimal), Column("refunded_amount", .decimal),
    Column("reversed_amount", .decimal), Column("unapplied_amount", .decimal),
    Column("is_open", .boolean),
  ]

  init(from row: inout RowDecoder) throws(StoreError) {
    let id: Payment.ID = try row.id()
    let accountId: Account.ID = try row.id()
    let currency = try row.currency()
    self.init(
      id: id, accountId: accountId, amount: try row.money(currency),
      receivedDate: try row.date(), method: try row.optionalText(),
      reference: try row.optionalText(), savedPaymentMethodId: try row.optionalText(),
      recordedDate: try row.date(),
      request: RequestKey(source: try row.text(), identifier: try row.text()))
    applied = try row.money(currency)
    refunded = try row.money(currency)
    reversed = try row.money(currency)
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    rows.append(accountId)
    rows.append(currency.code)
    rows.append(amount)
    rows.append(receivedDate)
    rows.append(method)
    rows.append(reference)
    rows.append(savedPaymentMethodId)
    rows.append(recordedDate)
    rows.append(request.source)
    rows.append(request.identifier)
    encodeSums(into: &rows)
  }

  func encodeSums(into rows: inout RowBuffer) {
    rows.append(applied)
    rows.append(refunded)
    rows.append(reversed)
    rows.append(unapplied)
    rows.append(!unapplied.isZero)
  }
}
