internal import Billing
internal import Monetary

/// The tax of a line that has one, as nearly all have, stands in the line's own row: a row for itself would cost as much as the
/// line's, with its entry in an index. A line with several has all of them as rows (``InvoiceLineTax/table``).
extension InvoiceLine {
  /// ``table`` with the columns of the only tax.
  static let tableWithTax = Table(
    table.name, key: table.key, table.columns + taxColumns)

  /// The code says whether there is one.
  static let taxColumns = [
    Column("tax_name", .text), Column("tax_code", .text), Column("tax_category", .text),
    Column("tax_rate", .decimal), Column("tax_amount", .decimal),
  ]

  /// The taxes that are rows; none where there is one.
  var taxesInRows: [InvoiceLineTax] { taxes.count == 1 ? [] : taxes }

  /// Writes ``taxColumns``, null where there is not exactly one tax.
  func encodeOnlyTax(into rows: inout RowBuffer) {
    guard taxes.count == 1, let tax = taxes.first else {
      for _ in Self.taxColumns { rows.append(SQLValue.null) }
      return
    }
    tax.encodeContents(into: &rows)
  }

  /// Reads ``taxColumns``.
  mutating func readOnlyTax(
    from row: inout RowDecoder, currency: Currency
  ) throws(StoreError) {
    let name = try row.optionalText()
    guard let code = try row.optionalText() else { return }
    guard let name else { throw row.unreadable("tax") }
    taxes = [
      InvoiceLineTax(
        name: name, code: code, category: try row.text(), rate: try row.decimal(),
        amount: try row.money(currency))
    ]
  }
}
