internal import Billing

extension StoreTransaction {
  /// Writes what only ingested invoices have; nothing when there are none.
  borrowing func insertIngested(_ invoices: [Invoice]) throws(StoreError) {
    guard !invoices.isEmpty else { return }
    var heads = RowBuffer()
    var addresses = RowBuffer()
    var thirdParty = RowBuffer()
    var lines = RowBuffer()
    var adjustments = RowBuffer()
    for invoice in invoices {
      guard let details = invoice.ingested else { continue }
      details.encode(into: &heads, invoiceId: invoice.id)
      for (position, group) in zip(1..., details.addresses) {
        group.encode(into: &addresses, invoiceId: invoice.id, position: position)
      }
      for (position, item) in zip(1..., details.thirdPartyAmounts) {
        item.encode(into: &thirdParty, invoiceId: invoice.id, position: position)
      }
      for (position, line) in zip(1..., invoice.lines) {
        guard let own = line.ingested else { continue }
        own.encode(into: &lines, invoiceId: invoice.id, position: position)
        own.encodeAdjustments(into: &adjustments, invoiceId: invoice.id, position: position)
      }
    }
    try database.write(.insert(IngestedDetails.table), heads)
    try database.write(.insert(AddressGroup.table), addresses)
    try database.write(.insert(ThirdPartyAmount.table), thirdParty)
    try database.write(.insert(IngestedLineDetails.table), lines)
    try database.write(.insert(IngestedLineDetails.Adjustment.table), adjustments)
  }
}

extension Database {
  /// Adds to invoices that were read what only ingested ones have beyond the details of their heads.
  func addIngested(to invoices: inout [Invoice]) throws(StoreError) {
    var places: [Invoice.ID: Int] = [:]
    for (place, invoice) in invoices.enumerated() where invoice.creationMode == .external {
      places[invoice.id] = place
    }
    guard !places.isEmpty else { return }
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

  /// Adds to heads what only ingested documents have of one: the type, the identifier, what is prepaid and rounded, what is
  /// collected for others.
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
    let thirdParty: SQL = """
      SELECT \(columns: ThirdPartyAmount.table) FROM ingested_third_party_amount
      WHERE invoice_id \(anyOf: places.keys) ORDER BY invoice_id, position
      """
    try query(thirdParty) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      guard let place = places[try decoder.id()] else {
        throw strayRow("ingested_third_party_amount")
      }
      _ = try decoder.int()
      invoices[place].ingested?.thirdPartyAmounts.append(
        try ThirdPartyAmount(afterKeyFrom: &decoder))
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
