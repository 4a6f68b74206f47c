internal import Billing
internal import Monetary

extension CreditMemoLine {
  static let table = Table(
    "credit_memo_line", key: ["credit_memo_id", "position"],
    [
      Column("credit_memo_id", .identifier), Column("position", .integer),
      Column("line_id", .text), Column("name", .text), Column("amount", .decimal),
      Column("tax_treatment_id", .identifier), Column("invoice_id", .identifier),
      Column("invoice_line_position", .integer), Column("invoice_line_id", .text),
      Column("tax_strategy", .text),
    ])

  /// The columns of an invoice line's taxes, under the memo's key.
  static let taxTable = Table(
    "credit_memo_line_tax", key: ["credit_memo_id", "line_position", "position"],
    [Column("credit_memo_id", .identifier)] + InvoiceLineTax.table.columns.dropFirst())

  /// Without its taxes, which are rows of their own.
  init(afterKeyFrom row: inout RowDecoder, currency: Currency) throws(StoreError) {
    let id = try row.text()
    let name = try row.text()
    let amount = try row.money(currency)
    let treatmentId: TaxTreatment.ID? = try row.optionalID()
    let invoiceId: Invoice.ID? = try row.optionalID()
    let position = try row.optionalInt()
    let lineId = try row.optionalText()
    var source: Source?
    if let invoiceId, let position, let lineId {
      source = Source(invoiceId: invoiceId, position: position, lineId: lineId)
    }
    self.init(
      id: id, name: name, amount: amount, taxTreatmentId: treatmentId, invoiceLine: source,
      taxStrategy: try row.optionalValue())
  }

  func encode(into rows: inout RowBuffer, of memoId: CreditMemo.ID, position: Int) {
    rows.append(memoId)
    rows.append(position)
    rows.append(id)
    rows.append(name)
    rows.append(amount)
    rows.append(taxTreatmentId)
    rows.append(invoiceLine?.invoiceId)
    rows.append(invoiceLine?.position)
    rows.append(invoiceLine?.lineId)
    rows.append(taxStrategy?.rawValue)
  }

  func encodeTaxes(into rows: inout RowBuffer, of memoId: CreditMemo.ID, position: Int) {
    for (number, tax) in zip(1..., taxes) {
      rows.append(memoId)
      rows.append(position)
      rows.append(number)
      tax.encodeContents(into: &rows)
    }
  }
}

extension Database {
  /// Credit memos, with their lines and taxes where these are wanted.
  func creditMemos(
    where condition: SQL, withLines: Bool = true
  ) throws(StoreError) -> [CreditMemo] {
    var memos = try rows("SELECT \(columns: CreditMemo.table) FROM credit_memo WHERE \(condition)")
    {
      row throws(StoreError) in try CreditMemo(headFrom: &row)
    }
    if withLines { try addLines(to: &memos) }
    return memos
  }

  /// Adds to memos that were read their lines, with their taxes; to one that has none of its own those of the invoice that it
  /// mirrors (``MirroredLines``).
  func addLines(to memos: inout [CreditMemo]) throws(StoreError) {
    guard !memos.isEmpty else { return }
    var places: [CreditMemo.ID: Int] = [:]
    for (place, memo) in memos.enumerated() { places[memo.id] = place }
    let lines: SQL = """
      SELECT \(columns: CreditMemoLine.table) FROM credit_memo_line
      WHERE credit_memo_id \(anyOf: places.keys) ORDER BY credit_memo_id, position
      """
    let taxes: SQL = """
      SELECT \(columns: CreditMemoLine.taxTable) FROM credit_memo_line_tax
      WHERE credit_memo_id \(anyOf: places.keys) ORDER BY credit_memo_id, line_position, position
      """
    try query(together: [lines, taxes]) { index, row throws(StoreError) in
      var decoder = RowDecoder(row)
      guard let place = places[try decoder.id()] else { throw strayRow("credit_memo_line") }
      let line = try decoder.int() - 1
      let currency = memos[place].currency
      if index == 0 {
        memos[place].lines.append(
          try CreditMemoLine(afterKeyFrom: &decoder, currency: currency))
      } else {
        _ = try decoder.int()
        guard memos[place].lines.indices.contains(line) else {
          throw strayRow("credit_memo_line_tax")
        }
        memos[place].lines[line].taxes.append(
          try InvoiceLineTax(afterKeyFrom: &decoder, currency: currency))
      }
    }
    try addMirroredLines(to: &memos)
  }

  private func addMirroredLines(to memos: inout [CreditMemo]) throws(StoreError) {
    var mirrored: [Invoice.ID: Int] = [:]
    for (place, memo) in memos.enumerated() where memo.lines.isEmpty {
      guard memo.sourceAction == .voidPostedInvoice, let id = memo.invoiceId else { continue }
      mirrored[id] = place
    }
    guard !mirrored.isEmpty else { return }
    for invoice in try invoices(where: "id \(anyOf: mirrored.keys)") {
      guard let place = mirrored[invoice.id] else { continue }
      memos[place].lines = CreditMemoLine.mirroring(invoice, on: memos[place].id)
    }
  }
}
