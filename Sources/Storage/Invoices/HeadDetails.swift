internal import Billing

/// What stands in tables of its own and belongs to a head: which invoices take whose place, the instalments, and which
/// credit memos were made of it or of its lines. The details of ingested documents are apart, for most invoices have none.
enum HeadDetails {
  /// Independent of each other, so that they are asked together, with whatever else is asked of these invoices.
  static func questions(about ids: [Invoice.ID]) -> [SQL] {
    let instalments: SQL = """
      SELECT \(columns: Instalment.table) FROM invoice_instalment
      WHERE invoice_id \(anyOf: ids) ORDER BY invoice_id, position
      """
    // Two queries in one: no index answers an OR over two tables.
    let memos: SQL = """
      SELECT invoice_id, id FROM credit_memo WHERE invoice_id \(anyOf: ids)
      UNION
      SELECT invoice_id, credit_memo_id FROM credit_memo_line
      WHERE invoice_id \(anyOf: ids)
      ORDER BY 1, 2
      """
    return [ReissueLink.links(of: ids), instalments, memos]
  }

  /// Adds a row of the question with this place; `places` are those of the invoices among them.
  static func add(
    _ row: any DatabaseRow, of question: Int, to invoices: inout [Invoice],
    _ places: [Invoice.ID: Int]
  ) throws(StoreError) {
    var decoder = RowDecoder(row)
    if question == 0 {
      let earlier: Invoice.ID = try decoder.id()
      let later: Invoice.ID = try decoder.id()
      if let place = places[earlier] { invoices[place].reinvoicedBy.append(later) }
      if let place = places[later] { invoices[place].reinvoiceOf.append(earlier) }
      return
    }
    guard let place = places[try decoder.id()] else {
      throw .strayRow(question == 1 ? "invoice_instalment" : "credit_memo")
    }
    if question == 1 {
      _ = try decoder.int()
      let currency = invoices[place].currency
      invoices[place].instalments.append(
        try Instalment(afterKeyFrom: &decoder, currency: currency))
    } else {
      invoices[place].creditMemoIds.append(try decoder.id())
    }
  }
}

extension Database {
  /// Adds to heads what belongs to them, the details of ingested documents included.
  func addHeadDetails(to invoices: inout [Invoice]) throws(StoreError) {
    guard !invoices.isEmpty else { return }
    let places = Invoice.places(in: invoices)
    try query(together: HeadDetails.questions(about: invoices.map(\.id))) {
      question, row throws(StoreError) in
      try HeadDetails.add(row, of: question, to: &invoices, places)
    }
    try addDetails(to: &invoices)
  }
}

extension Invoice {
  /// Where each of them is.
  static func places(in invoices: [Invoice]) -> [Invoice.ID: Int] {
    var places: [Invoice.ID: Int] = [:]
    places.reserveCapacity(invoices.count)
    for (place, invoice) in invoices.enumerated() { places[invoice.id] = place }
    return places
  }
}

extension StoreError {
  static func strayRow(_ table: String) -> StoreError {
    StoreError(.fault, "a row of \(table) belongs to no invoice that was read")
  }
}
