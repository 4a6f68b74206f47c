package import Billing

extension InvoiceEvent {
  static let table = Table(
    "invoice_event", key: [],
    [
      Column("invoice_id", .identifier), Column("at", .instant), Column("kind", .text),
      Column("actor", .text), Column("request_source", .identifier),
      Column("request_identifier", .identifier), Column("detail", .text),
    ])

  init(from row: inout RowDecoder) throws(StoreError) {
    let invoiceId: Invoice.ID = try row.id()
    let at = try row.instant()
    let kind: Kind = try row.value()
    let actor = try row.optionalText()
    let source = try row.optionalText()
    let identifier = try row.optionalText()
    var request: RequestKey?
    if let source, let identifier { request = RequestKey(source: source, identifier: identifier) }
    self.init(
      invoiceId: invoiceId, at: at, kind: kind, actor: actor, request: request,
      detail: try row.optionalText())
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(invoiceId)
    rows.append(at)
    rows.append(kind)
    rows.append(actor)
    rows.append(request?.source)
    rows.append(request?.identifier)
    rows.append(detail)
  }
}

extension StoreTransaction {
  /// Adds to the invoices' timelines, in this order. One statement for all of a batch.
  package borrowing func record(_ events: [InvoiceEvent]) throws(StoreError) {
    guard !events.isEmpty else { return }
    var rows = RowBuffer(rows: events.count, of: InvoiceEvent.table.columns.count)
    for event in events { event.encode(into: &rows) }
    try database.write(.insert(InvoiceEvent.table), rows)
  }
}
