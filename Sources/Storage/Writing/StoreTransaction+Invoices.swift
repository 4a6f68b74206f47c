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
  /// - Parameter made: request by request, and not put together: an invoice is large, and so it is not copied.
  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/constraint`` for a period of a schedule that a live invoice
  ///   holds already.
  package borrowing func insertLines(of made: [[Invoice]]) throws(StoreError) {
    let lineCount = made.reduce(0) { $0 + $1.reduce(0) { $0 + $1.lines.count } }
    var lines = RowBuffer(rows: lineCount, of: InvoiceLine.tableWithTax.columns.count)
    var taxes = RowBuffer()
    for invoices in made {
      for place in invoices.indices { invoices[place].encodeLines(into: &lines, &taxes) }
    }
    try database.write(.insert(InvoiceLine.tableWithTax), lines)
    try database.write(.insert(InvoiceLineTax.table), taxes)
  }

  /// Stores the invoices that a batch has made, numbered, with their places on the orders' lists.
  ///
  /// - Parameter made: request by request.
  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/constraint`` for a number used twice, of kind
  ///   ``StoreError/Kind/contention`` for one from outside that was given out meanwhile (``keepApart(numbersOf:)``).
  package borrowing func insert(_ made: [[Invoice]]) throws(StoreError) {
    guard made.contains(where: { !$0.isEmpty }) else { return }
    try keepApart(numbersOf: made)
    var heads = RowBuffer(rows: made.count, of: Invoice.table.columns.count)
    var orders = RowBuffer()
    var instalments = RowBuffer()
    var ingested: [Invoice] = []
    for invoices in made {
      for place in invoices.indices {
        invoices[place].encodeHead(into: &heads)
        Instalment.encode(invoices[place], into: &instalments)
        for orderId in invoices[place].orderIds {
          orders.append(orderId)
          orders.append(invoices[place].id)
        }
        if invoices[place].ingested != nil { ingested.append(invoices[place]) }
      }
    }
    try database.write(.insert(Invoice.table), heads)
    try database.write(.insert(InvoiceOrder.table), orders)
    try database.write(.insert(Instalment.table), instalments)
    try insertIngested(ingested)
  }

  /// Releases what invoices held that were taken back: their debit memo, of a canceled one the identifier, and of `linked`, which are
  /// those of them that may have any, the re-invoicing links in both directions.
  private borrowing func free(
    _ takenBack: [Invoice], linked: [Invoice]
  ) throws(StoreError) {
    guard !takenBack.isEmpty else { return }
    let ingested = takenBack.filter { $0.creationMode == .external }
    if !ingested.isEmpty {
      try database.perform(
        """
        UPDATE ingested_invoice SET is_taken_back = \(true)
        WHERE invoice_id \(anyOf: ingested.map(\.id))
        """)
    }
    let canceled = ingested.filter { $0.status == .canceled }.map(\.id)
    if !canceled.isEmpty {
      try database.perform(
        "UPDATE ingested_invoice SET is_canceled = \(true) WHERE invoice_id \(anyOf: canceled)")
    }
    let ids = linked.map(\.id)
    guard !ids.isEmpty else { return }
    try database.perform("DELETE FROM reinvoicing WHERE earlier_id \(anyOf: ids)")
    try database.perform("DELETE FROM reinvoicing WHERE later_id \(anyOf: ids)")
  }

  /// Writes what has changed of stored invoices: of the head what ``InvoiceChange/head`` says, of the lines what
  /// ``InvoiceChange/lines`` says, taxes and instalments in place of the earlier ones. Nothing else of the lines ever changes,
  /// nor what only ingested invoices have, except that taxes that were given are calculated.
  ///
  /// - Parameter changes: in order; of several of one invoice the last is stored. Each counts the version on by one.
  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/contention`` where an invoice is not the version any more that was
  ///   read: somebody changed it who does not hold its account.
  package borrowing func update(_ changes: [InvoiceChange]) throws(StoreError) {
    guard !changes.isEmpty else { return }
    var merged: [Invoice.ID: MergedChange] = [:]
    for change in changes {
      merged[change.invoice.id] = MergedChange(change, after: merged[change.invoice.id])
    }
    // In order of identifier, as everybody locks them.
    let all = merged.values.sorted { $0.invoice.id < $1.invoice.id }
    try updateHeads(all)
    let takenBack = all.filter { $0.lines >= .states && !$0.invoice.status.isLive }
    let released = takenBack.map(\.invoice)
    try updateLines(of: all.filter { $0.lines >= .names }.map(\.invoice))
    try release(released)
    try replaceTaxes(of: all.filter { $0.lines >= .taxes }.map(\.invoice))
    try free(released, linked: takenBack.filter(\.isLinked).map(\.invoice))
  }

  /// All that a batch changes of one invoice; shared, so that sorting and choosing them copies no invoice.
  private final class MergedChange {
    /// The version that was read.
    let stored: Int64
    let invoice: Invoice
    let head: InvoiceChange.HeadChange
    let lines: InvoiceChange.LineChange
    let isLinked: Bool

    init(_ change: InvoiceChange, after earlier: MergedChange?) {
      stored = earlier?.stored ?? change.invoice.version - 1
      invoice = change.invoice
      head = max(change.head, earlier?.head ?? .figures)
      lines = max(change.lines, earlier?.lines ?? .unchanged)
      isLinked = change.isLinked || earlier?.isLinked ?? false
    }
  }

  /// In one statement where all change as much, as those of a batch mostly do. Where they do not, those that change less are
  /// written whole, too: several statements would lock the rows in another order than the identifiers'.
  private borrowing func updateHeads(_ changes: [MergedChange]) throws(StoreError) {
    let head = changes.lazy.map(\.head).max() ?? .figures
    let columns = Invoice.columns(of: head)
    var heads = RowBuffer(rows: changes.count, of: columns.count + 2)
    for change in changes {
      change.invoice.encode(head, storedVersion: change.stored, into: &heads)
    }
    let changed = try database.change(
      .update(Invoice.table, where: Invoice.versionColumn, set: columns), heads)
    guard changed == changes.count else {
      throw StoreError(.contention, "an invoice was changed since it was read")
    }
  }

  /// The periods that lines held are free again.
  private borrowing func release(_ invoices: [Invoice]) throws(StoreError) {
    guard !invoices.isEmpty else { return }
    try database.perform(
      """
      UPDATE invoice_line SET is_live = \(false)
      WHERE invoice_id \(anyOf: invoices.map(\.id)) AND is_live
      """)
  }

  /// Names and what became of the taxes.
  private borrowing func updateLines(of invoices: [Invoice]) throws(StoreError) {
    var states = RowBuffer()
    for invoice in invoices {
      for (position, line) in zip(1..., invoice.lines) {
        states.append(invoice.id)
        states.append(position)
        states.append(line.name)
        states.append(line.taxProcessingStatus)
      }
    }
    try database.write(.update(InvoiceLine.table, set: InvoiceLine.stateColumns), states)
  }

  /// The taxes of the lines, whether they were given, and the instalments.
  private borrowing func replaceTaxes(of invoices: [Invoice]) throws(StoreError) {
    guard !invoices.isEmpty else { return }
    let ids = invoices.map(\.id)
    try database.perform(
      "DELETE FROM \(table: InvoiceLineTax.table) WHERE invoice_id \(anyOf: ids)")
    try database.perform("DELETE FROM invoice_instalment WHERE invoice_id \(anyOf: ids)")
    var onlyTaxes = RowBuffer()
    var taxes = RowBuffer()
    var instalments = RowBuffer()
    var taxOrigins = RowBuffer()
    for invoice in invoices {
      for (position, line) in zip(1..., invoice.lines) {
        if let details = line.ingested {
          taxOrigins.append(invoice.id)
          taxOrigins.append(position)
          taxOrigins.append(details.areTaxesGiven)
        }
        onlyTaxes.append(invoice.id)
        onlyTaxes.append(position)
        line.encodeOnlyTax(into: &onlyTaxes)
        for (number, tax) in zip(1..., line.taxesInRows) {
          tax.encode(
            into: &taxes, invoiceId: invoice.id, linePosition: position, position: number)
        }
      }
      Instalment.encode(invoice, into: &instalments)
    }
    try database.write(
      .update(IngestedLineDetails.table, set: IngestedLineDetails.stateColumns), taxOrigins)
    try database.write(
      .update(InvoiceLine.tableWithTax, set: InvoiceLine.taxColumns), onlyTaxes)
    try database.write(.insert(InvoiceLineTax.table), taxes)
    try database.write(.insert(Instalment.table), instalments)
  }
}

extension Invoice {
  /// Writes rows of the lines with the taxes that stand in them, and of the other taxes.
  fileprivate func encodeLines(into rows: inout RowBuffer, _ taxes: inout RowBuffer) {
    let isLive = status.isLive
    // By their places: a line is large, and there are thousands.
    for index in lines.indices {
      lines[index].encode(into: &rows, invoiceId: id, position: index + 1, isLive: isLive)
      lines[index].encodeOnlyTax(into: &rows)
      for (number, tax) in zip(1..., lines[index].taxesInRows) {
        tax.encode(into: &taxes, invoiceId: id, linePosition: index + 1, position: number)
      }
    }
  }
}
