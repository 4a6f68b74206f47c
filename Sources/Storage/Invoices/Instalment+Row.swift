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

extension Database {
  /// Adds to heads what stands in tables of its own and belongs to a head: the details of ingested documents, the instalments,
  /// which invoices take whose place, and which credit memos were made of it or of its lines.
  func addHeadDetails(to invoices: inout [Invoice]) throws(StoreError) {
    guard !invoices.isEmpty else { return }
    try addDetails(to: &invoices)
    var places: [Invoice.ID: Int] = [:]
    for (place, invoice) in invoices.enumerated() { places[invoice.id] = place }
    try addReissueLinks(to: &invoices, places)
    let instalments: SQL = """
      SELECT \(columns: Instalment.table) FROM invoice_instalment
      WHERE invoice_id \(anyOf: places.keys) ORDER BY invoice_id, position
      """
    // Two queries in one: no index answers an OR over two tables.
    let memos: SQL = """
      SELECT invoice_id, id FROM credit_memo WHERE invoice_id \(anyOf: places.keys)
      UNION
      SELECT invoice_id, credit_memo_id FROM credit_memo_line
      WHERE invoice_id \(anyOf: places.keys)
      ORDER BY 1, 2
      """
    try query(together: [instalments, memos]) { index, row throws(StoreError) in
      var decoder = RowDecoder(row)
      guard let place = places[try decoder.id()] else { throw strayRow("invoice_instalment") }
      if index == 0 {
        _ = try decoder.int()
        let currency = invoices[place].currency
        invoices[place].instalments.append(
          try Instalment(afterKeyFrom: &decoder, currency: currency))
      } else {
        invoices[place].creditMemoIds.append(try decoder.id())
      }
    }
  }
}
