internal import Billing
internal import Monetary

extension InvoiceTask {
  /// `number` counts the rows in the order in which they were stored.
  static let table = Table(
    "invoice_task", key: ["id"],
    [
      .id, Column("invoice_id", .identifier), Column("kind", .text),
      Column("retry_of", .identifier), Column("currency", .text), Column("amount", .decimal),
      Column("saved_payment_method_id", .identifier), Column("requested_at", .instant),
      Column("request_source", .identifier), Column("request_identifier", .identifier),
    ] + reportColumns)

  /// What a report sets.
  static let reportColumns = [Column("status", .text), Column("message", .text)]

  init(from row: inout RowDecoder) throws(StoreError) {
    let id: InvoiceTask.ID = try row.id()
    let invoiceId: Invoice.ID = try row.id()
    let kind: Kind = try row.value()
    let retryOf: InvoiceTask.ID? = try row.optionalID()
    var amount: Money?
    if let code = try row.optionalText() {
      guard let currency = Currency(code: code) else { throw row.unreadable("currency") }
      amount = try row.optionalMoney(currency)
    } else {
      _ = try row.optionalText()
    }
    let method: SavedPaymentMethod.ID? = try row.optionalID()
    let requestedAt = try row.instant()
    let request = RequestKey(source: try row.text(), identifier: try row.text())
    self.init(
      id: id, invoiceId: invoiceId, kind: kind, retryOf: retryOf, requestedAt: requestedAt,
      request: request)
    self.amount = amount
    savedPaymentMethodId = method
    status = try row.value()
    message = try row.optionalText()
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    rows.append(invoiceId)
    rows.append(kind)
    rows.append(retryOf)
    rows.append(amount?.currency.code)
    rows.append(amount)
    rows.append(savedPaymentMethodId)
    rows.append(requestedAt)
    rows.append(request.source)
    rows.append(request.identifier)
    rows.append(status)
    rows.append(message)
  }
}
