package import Billing

extension StoreTransaction {
  /// Writes what only ingested invoices have; nothing when there are none.
  borrowing func insertIngested(_ invoices: [Invoice]) throws(StoreError) {
    guard invoices.contains(where: { $0.ingested != nil }) else { return }
    var heads = RowBuffer()
    var addresses = RowBuffer()
    var lines = RowBuffer()
    var adjustments = RowBuffer()
    for invoice in invoices {
      guard let details = invoice.ingested else { continue }
      details.encode(into: &heads, invoiceId: invoice.id)
      for (position, group) in zip(1..., details.addresses) {
        group.encode(into: &addresses, invoiceId: invoice.id, position: position)
      }
      for (position, line) in zip(1..., invoice.lines) {
        guard let own = line.ingested else { continue }
        own.encode(into: &lines, invoiceId: invoice.id, position: position)
        own.encodeAdjustments(into: &adjustments, invoiceId: invoice.id, position: position)
      }
    }
    try database.write(.insert(IngestedDetails.table), heads)
    try database.write(.insert(AddressGroup.table), addresses)
    try database.write(.insert(IngestedLineDetails.table), lines)
    try database.write(.insert(IngestedLineDetails.Adjustment.table), adjustments)
  }

  /// Writes stored drafts whose tax was calculated: totals, the lines' tax status, and the tax
  /// records anew.
  package borrowing func updateTaxes(of invoices: [Invoice]) throws(StoreError) {
    guard !invoices.isEmpty else { return }
    try database.execute(
      "DELETE FROM invoice_line_tax WHERE invoice_id \(anyOf: invoices.map(\.id))")
    var heads = RowBuffer()
    var statuses = RowBuffer()
    var taxes = RowBuffer()
    for invoice in invoices {
      heads.append(invoice.id)
      heads.append(invoice.totalTaxAmount)
      heads.append(invoice.totalAmountWithTax)
      heads.append(invoice.balance)
      for (position, line) in zip(1..., invoice.lines) {
        statuses.append(invoice.id)
        statuses.append(position)
        statuses.append(line.taxProcessingStatus)
        for (number, tax) in zip(1..., line.taxes) {
          tax.encode(
            into: &taxes, invoiceId: invoice.id, linePosition: position, position: number)
        }
      }
    }
    try database.write(
      .update(
        Invoice.table,
        set: [
          Column("total_tax_amount", .decimal), Column("total_amount_with_tax", .decimal),
          Column("balance", .decimal),
        ]), heads)
    try database.write(
      .update(InvoiceLine.table, set: [Column("tax_processing_status", .text)]), statuses)
    try database.write(.insert(InvoiceLineTax.table), taxes)
  }
}

extension Database {
  /// Adds to invoices that were read what only ingested ones have.
  func addIngested(to invoices: inout [Invoice]) throws(StoreError) {
    var places: [Invoice.ID: Int] = [:]
    for (place, invoice) in invoices.enumerated() where invoice.creationMode == .external {
      places[invoice.id] = place
    }
    guard !places.isEmpty else { return }
    try addDetails(to: &invoices)
    let addresses: SQL = """
      SELECT \(columns: AddressGroup.table) FROM ingested_address
      WHERE invoice_id \(anyOf: places.keys) ORDER BY invoice_id, position
      """
    try query(addresses) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      guard let place = places[try decoder.id()] else { throw strayRow("ingested_address") }
      _ = try decoder.int()
      invoices[place].ingested?.addresses.append(try AddressGroup(afterKeyFrom: &decoder))
    }
    try addLineDetails(to: &invoices, places)
  }

  /// Adds to heads what only ingested documents have of one: the type, the identifier, what is prepaid and rounded.
  func addDetails(to invoices: inout [Invoice]) throws(StoreError) {
    var places: [Invoice.ID: Int] = [:]
    for (place, invoice) in invoices.enumerated() where invoice.creationMode == .external {
      places[invoice.id] = place
    }
    guard !places.isEmpty else { return }
    let heads: SQL = """
      SELECT \(columns: IngestedDetails.table) FROM ingested_invoice
      WHERE invoice_id \(anyOf: places.keys)
      """
    try query(heads) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      guard let place = places[try decoder.id()] else { throw strayRow("ingested_invoice") }
      invoices[place].ingested = try IngestedDetails(afterKeyFrom: &decoder)
    }
  }

  private func addLineDetails(
    to invoices: inout [Invoice], _ places: [Invoice.ID: Int]
  ) throws(StoreError) {
    let lines: SQL = """
      SELECT \(columns: IngestedLineDetails.table) FROM ingested_line
      WHERE invoice_id \(anyOf: places.keys)
      """
    try query(lines) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      let (place, line) = try placeOfLine(&decoder, places, invoices, "ingested_line")
      invoices[place].lines[line].ingested = try IngestedLineDetails(afterKeyFrom: &decoder)
    }
    let adjustments: SQL = """
      SELECT \(columns: IngestedLineDetails.Adjustment.table) FROM ingested_line_adjustment
      WHERE invoice_id \(anyOf: places.keys) ORDER BY invoice_id, line_position, position
      """
    try query(adjustments) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      let (place, line) = try placeOfLine(&decoder, places, invoices, "ingested_line_adjustment")
      _ = try decoder.int()
      let kind: IngestedLineDetails.Adjustment = try decoder.value()
      let item = AmountWithReason(amount: try decoder.decimal(), reason: try decoder.optionalText())
      switch kind {
      case .allowance: invoices[place].lines[line].ingested?.allowances.append(item)
      case .charge: invoices[place].lines[line].ingested?.charges.append(item)
      }
    }
  }

  private func placeOfLine(
    _ decoder: inout RowDecoder, _ places: [Invoice.ID: Int], _ invoices: [Invoice],
    _ table: String
  ) throws(StoreError) -> (invoice: Int, line: Int) {
    guard let place = places[try decoder.id()] else { throw strayRow(table) }
    let line = try decoder.int() - 1
    guard invoices[place].lines.indices.contains(line) else { throw strayRow(table) }
    return (place, line)
  }
}
