package import Billing
internal import CivilTime
internal import Monetary

extension Queries {
  /// The heads of invoices, without lines and addresses, the latest first: by date, then number, then identifier,
  /// each descending. At most `limit` of them.
  ///
  /// Read in pages along an index, so that what is not asked for is not sorted: only a status that few invoices have
  /// makes it look at many.
  package func invoiceHeads(
    _ selection: InvoiceSelection, limit: Int
  ) throws(StoreError) -> [Invoice] {
    try session.reading { () throws(StoreError) in
      try heads(selection, limit: limit)
    }
  }

  /// The same invoices whole.
  package func invoices(
    _ selection: InvoiceSelection, limit: Int
  ) throws(StoreError) -> [Invoice] {
    try session.reading { () throws(StoreError) in
      let ids = try heads(selection, limit: limit).map(\.id)
      return try whole(ids)
    }
  }

  /// Hands over the same invoices whole, a few at a time: for as many as there may be.
  package func forEachInvoice(
    _ selection: InvoiceSelection, limit: Int, _ body: (Invoice) -> Void
  ) throws(StoreError) {
    try session.reading { () throws(StoreError) in
      var rest = try heads(selection, limit: limit).map(\.id)[...]
      while !rest.isEmpty {
        for invoice in try whole(Array(rest.prefix(Self.wholeAtOnce))) { body(invoice) }
        rest = rest.dropFirst(Self.wholeAtOnce)
      }
    }
  }

  /// Invoices that are held in memory with all their lines.
  private static let wholeAtOnce = 50
  /// Heads that are read at once.
  private static let page = 500

  private func heads(
    _ selection: InvoiceSelection, limit: Int
  ) throws(StoreError) -> [Invoice] {
    var found: [Invoice] = []
    var last = selection.after
    while found.count < limit {
      // What a status takes out is made up for by the next page.
      let size = selection.status == nil ? min(Self.page, limit - found.count) : Self.page
      let page = try page(selection, after: last, size: size)
      found += page.filter { invoice in
        selection.status.map { invoice.shownStatus(on: selection.today) == $0 } ?? true
      }.prefix(limit - found.count)
      guard page.count == size else { break }
      last = page.last.map {
        InvoiceSelection.Place(invoiceDate: $0.invoiceDate, number: $0.number ?? "", id: $0.id)
      }
    }
    try database.addHeadDetails(to: &found)
    return found
  }

  private func page(
    _ selection: InvoiceSelection, after last: InvoiceSelection.Place?, size: Int
  ) throws(StoreError) -> [Invoice] {
    var conditions: [SQL?] = [selection.scope.condition]
    if let from = selection.from { conditions.append("invoice_date >= \(from)") }
    if let to = selection.to { conditions.append("invoice_date <= \(to)") }
    if let prefix = selection.numberPrefix {
      // The last of all texts that begin with it, by the order of bytes.
      conditions.append("invoice_number >= \(prefix)")
      conditions.append("invoice_number <= \(prefix + "\u{10FFFF}")")
    }
    if let last {
      conditions.append(
        """
        (invoice_date, coalesce(invoice_number, ''), id)
          < (\(last.invoiceDate), \(last.number), \(last.id))
        """)
    }
    return try database.rows(
      """
      SELECT \(columns: Invoice.table) FROM invoice\(where: conditions)
      ORDER BY invoice_date DESC, coalesce(invoice_number, '') DESC, id DESC LIMIT \(size)
      """
    ) { row throws(StoreError) in try Invoice(headFrom: &row) }
  }

  /// In this order.
  private func whole(_ ids: [Invoice.ID]) throws(StoreError) -> [Invoice] {
    let invoices = try database.invoices(where: "id \(anyOf: ids)")
    let byId = Dictionary(invoices.map { ($0.id, $0) }) { first, _ in first }
    return ids.compactMap { byId[$0] }
  }
}

extension InvoiceSelection.Scope {
  /// Of invoices; nil for all.
  fileprivate var condition: SQL? {
    switch self {
    case .all: nil
    case .account(let id): "account_id = \(id)"
    case .order(let id): "id IN (SELECT invoice_id FROM invoice_order WHERE order_id = \(id))"
    case .contract(let id):
      // What was taken back has no live line any more; it names the contract itself.
      """
      id IN (
        SELECT id FROM invoice WHERE billing_contract_id = \(id)
          AND status IN ('Canceled', 'Voided')
        UNION ALL
        SELECT line.invoice_id FROM invoice_line line
        WHERE line.is_live AND line.billing_schedule_id IN (
          SELECT id FROM billing_schedule\(where: scheduleCondition)
        )
      )
      """
    }
  }
}
