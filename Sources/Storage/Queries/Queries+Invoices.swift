package import Billing
internal import Monetary

extension Queries {
  /// The invoices of an account, the latest first.
  package func invoices(
    of accountId: Account.ID, limit: Int = 10_000
  ) throws(StoreError) -> [Invoice] {
    try invoices(InvoiceSelection(.account(accountId)), limit: limit)
  }

  /// The invoices on an order's list, the latest first.
  package func invoices(
    of orderId: Order.ID, limit: Int = 10_000
  ) throws(StoreError) -> [Invoice] {
    try invoices(InvoiceSelection(.order(orderId)), limit: limit)
  }

  /// The invoices of a billing contract's schedules, the latest first.
  package func invoices(
    of contractId: BillingContract.ID, limit: Int = 10_000
  ) throws(StoreError) -> [Invoice] {
    try invoices(InvoiceSelection(.contract(contractId)), limit: limit)
  }

  /// The invoice with this identifier, or else with this number.
  package func invoice(_ idOrNumber: String) throws(StoreError) -> Invoice? {
    try session.reading { () throws(StoreError) in try database.invoice(idOrNumber) }
  }
}

extension Database {
  /// The invoice with this identifier, or else with this number.
  func invoice(_ idOrNumber: String) throws(StoreError) -> Invoice? {
    let byId = try invoices(where: "id = \(idOrNumber)")
    if let invoice = byId.first { return invoice }
    // The kind names the index that keeps numbers unique.
    let generated = try invoices(
      where: "invoice_number = \(idOrNumber) AND creation_mode = 'Generated'")
    if let invoice = generated.first { return invoice }
    // Numbers from outside may repeat between legal entities: the latest is shown, one that was canceled only where no
    // other bears the number.
    let external = try invoices(
      where: "invoice_number = \(idOrNumber) AND creation_mode = 'External'")
    return external.first { $0.status.isLive } ?? external.first
  }
}

extension Database {
  /// Invoices with their lines and taxes, in a few queries whatever their number.
  func invoices(where condition: SQL) throws(StoreError) -> [Invoice] {
    var invoices = try rows(
      """
      SELECT \(columns: Invoice.table) FROM invoice WHERE \(condition)
      ORDER BY invoice_date DESC, id
      """
    ) { row throws(StoreError) in try Invoice(headFrom: &row) }
    guard !invoices.isEmpty else { return [] }

    // What belongs to the heads is asked for together, the lines before their taxes.
    let places = Invoice.places(in: invoices)
    let ids = invoices.map(\.id)
    let lines: SQL = """
      SELECT \(columns: InvoiceLine.tableWithTax) FROM invoice_line
      WHERE invoice_id \(anyOf: ids) ORDER BY invoice_id, position
      """
    let taxes: SQL = """
      SELECT \(columns: InvoiceLineTax.table) FROM \(table: InvoiceLineTax.table)
      WHERE invoice_id \(anyOf: ids) ORDER BY invoice_id, line_position, position
      """
    try query(together: [lines, taxes] + HeadDetails.questions(about: ids)) {
      question, row throws(StoreError) in
      guard question < 2 else {
        return try HeadDetails.add(row, of: question - 2, to: &invoices, places)
      }
      var decoder = RowDecoder(row)
      guard let place = places[try decoder.id()] else {
        throw .strayRow(question == 0 ? InvoiceLine.table.name : InvoiceLineTax.table.name)
      }
      let position = try decoder.int()
      let currency = invoices[place].currency
      if question == 0 {
        var line = try InvoiceLine(afterKeyFrom: &decoder, currency: currency)
        try line.readOnlyTax(from: &decoder, currency: currency)
        invoices[place].lines.append(line)
        return
      }
      _ = try decoder.int()
      let line = position - 1
      guard invoices[place].lines.indices.contains(line) else {
        throw .strayRow(InvoiceLineTax.table.name)
      }
      invoices[place].lines[line].taxes.append(
        try InvoiceLineTax(afterKeyFrom: &decoder, currency: currency))
    }
    try addDetails(to: &invoices)
    try addIngested(to: &invoices)
    return invoices
  }

  func strayRow(_ table: String) -> StoreError { .strayRow(table) }
}
