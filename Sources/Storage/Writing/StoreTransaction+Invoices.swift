package import Billing

extension StoreTransaction {
  /// Has invoices of the same billing cycle name each other.
  package borrowing func link(_ reinvoiced: [ReissueLink]) throws(StoreError) {
    guard !reinvoiced.isEmpty else { return }
    var rows = RowBuffer(rows: reinvoiced.count, of: 2)
    for pair in reinvoiced { pair.encode(into: &rows) }
    try database.write(.insert(ReissueLink.table), rows)
  }

  /// Stores the lines and taxes of the invoices that a batch has made. They bear no number, so they are written before the
  /// numbers are taken, and no other transaction waits for a number meanwhile; ``insert(_:)`` follows.
  ///
  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/constraint`` for a period of a schedule that a live invoice
  ///   holds already.
  package borrowing func insertLines(of invoices: [Invoice]) throws(StoreError) {
    let lineCount = invoices.reduce(0) { $0 + $1.lines.count }
    var lines = RowBuffer(rows: lineCount, of: InvoiceLine.table.columns.count)
    var taxes = RowBuffer(rows: lineCount, of: InvoiceLineTax.table.columns.count)
    for invoice in invoices {
      for (position, line) in zip(1..., invoice.lines) {
        line.encode(
          into: &lines, invoiceId: invoice.id, position: position, isLive: invoice.status.isLive)
        for (number, tax) in zip(1..., line.taxes) {
          tax.encode(
            into: &taxes, invoiceId: invoice.id, linePosition: position, position: number)
        }
      }
    }
    try database.write(.insert(InvoiceLine.table), lines)
    try database.write(.insert(InvoiceLineTax.table), taxes)
  }

  /// Stores the invoices that a batch has made, numbered, with their places on the orders' lists.
  ///
  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/constraint`` for a number used twice, of kind
  ///   ``StoreError/Kind/contention`` for one from outside that was given out meanwhile (``keepApart(numbersOf:)``).
  package borrowing func insert(_ invoices: [Invoice]) throws(StoreError) {
    guard !invoices.isEmpty else { return }
    try keepApart(numbersOf: invoices)
    var heads = RowBuffer(rows: invoices.count, of: Invoice.table.columns.count)
    var orders = RowBuffer()
    for invoice in invoices {
      invoice.encodeHead(into: &heads)
      for orderId in invoice.orderIds {
        orders.append(orderId)
        orders.append(invoice.id)
      }
    }
    try database.write(.insert(Invoice.table), heads)
    try database.write(.insert(InvoiceOrder.table), orders)
    try insertIngested(invoices)
  }

  /// Releases what canceled invoices held: their identifier, their debit memo, and their re-invoicing links in both
  /// directions.
  private borrowing func free(_ takenBack: [Invoice.ID]) throws(StoreError) {
    guard !takenBack.isEmpty else { return }
    try database.execute(
      "UPDATE ingested_invoice SET is_canceled = \(true) WHERE invoice_id \(anyOf: takenBack)")
    try database.execute("DELETE FROM reinvoicing WHERE earlier_id \(anyOf: takenBack)")
    try database.execute("DELETE FROM reinvoicing WHERE later_id \(anyOf: takenBack)")
  }

  /// Writes what has changed of stored invoices: all of the head, the lines' states, and the taxes in place of the
  /// earlier ones. The lines themselves and what only ingested invoices have never change.
  package borrowing func update(_ changes: [InvoiceChange]) throws(StoreError) {
    guard !changes.isEmpty else { return }
    let invoices = changes.map(\.invoice)
    try free(invoices.filter { !$0.status.isLive }.map(\.id))
    try database.execute(
      "DELETE FROM invoice_line_tax WHERE invoice_id \(anyOf: invoices.map(\.id))")
    var heads = RowBuffer(rows: invoices.count, of: Invoice.table.columns.count)
    var states = RowBuffer()
    var taxes = RowBuffer()
    for invoice in invoices {
      invoice.encodeHead(into: &heads)
      for (position, line) in zip(1..., invoice.lines) {
        states.append(invoice.id)
        states.append(position)
        states.append(line.taxProcessingStatus)
        states.append(invoice.status.isLive)
        for (number, tax) in zip(1..., line.taxes) {
          tax.encode(
            into: &taxes, invoiceId: invoice.id, linePosition: position, position: number)
        }
      }
    }
    try database.write(
      .update(Invoice.table, set: Array(Invoice.table.columns.dropFirst())), heads)
    try database.write(.update(InvoiceLine.table, set: InvoiceLine.stateColumns), states)
    try database.write(.insert(InvoiceLineTax.table), taxes)
  }
}
