internal import Billing
internal import Monetary

extension Instalment {
  static let table = Table(
    "invoice_instalment", key: ["invoice_id", "position"],
    [
      Column("invoice_id", .identifier), Column("position", .integer), Column("due_date", .date),
      Column("amount", .decimal),
    ])

  init(afterKeyFrom row: inout RowDecoder, currency: Currency) throws(StoreError) {
    self.init(dueDate: try row.date(), amount: try row.money(currency))
  }

  static func encode(_ invoice: Invoice, into rows: inout RowBuffer) {
    for (position, instalment) in zip(1..., invoice.instalments) {
      rows.append(invoice.id)
      rows.append(position)
      rows.append(instalment.dueDate)
      rows.append(instalment.amount)
    }
  }
}
