internal import Billing
internal import Monetary

extension InvoiceLineTax {
  /// Of lines with several (``InvoiceLine/taxesInRows``).
  static let table = Table(
    "invoice_line_tax_row", key: ["invoice_id", "line_position", "position"],
    [
      Column("invoice_id", .identifier), Column("line_position", .integer),
      Column("position", .integer), Column("name", .text), Column("code", .text),
      Column("category", .text), Column("rate", .decimal), Column("amount", .decimal),
    ])

  /// Reads the columns from `name` on.
  init(afterKeyFrom row: inout RowDecoder, currency: Currency) throws(StoreError) {
    self.init(
      name: try row.text(), code: try row.text(), category: try row.text(),
      rate: try row.decimal(), amount: try row.money(currency))
  }

  func encode(
    into rows: inout RowBuffer, invoiceId: Invoice.ID, linePosition: Int, position: Int
  ) {
    rows.append(invoiceId)
    rows.append(linePosition)
    rows.append(position)
    encodeContents(into: &rows)
  }

  /// The columns from `name` on.
  func encodeContents(into rows: inout RowBuffer) {
    rows.append(name)
    rows.append(code)
    rows.append(category)
    rows.append(rate)
    rows.append(amount)
  }
}
