package import Billing

extension Queries {
  /// The invoice with this identifier, or else with this number, and everything that has moved its balance; nil when there
  /// is none.
  package func ledger(of idOrNumber: String) throws(StoreError) -> InvoiceLedger? {
    try session.reading { () throws(StoreError) in
      guard let invoice = try database.invoice(idOrNumber) else { return nil }
      let applications: [Application] = try database.rows(
        """
        SELECT \(columns: Application.table) FROM application
        WHERE invoice_id = \(invoice.id) ORDER BY number
        """
      ) { row throws(StoreError) in try Application(from: &row) }
      let sources = LedgerSources(applications.map(\.source))
      let payments =
        sources.payments.isEmpty
        ? [] : try database.payments(where: "id \(anyOf: sources.payments)")
      // The memos of conversions stand on the invoice whether they are applied to it or not.
      let memos = try database.creditMemos(
        where: "id \(anyOf: sources.creditMemos.union(invoice.creditMemoIds))", withLines: false)
      return InvoiceLedger(
        invoice, applications: applications, payments: payments, creditMemos: memos,
        events: try events(of: invoice.id))
    }
  }

  /// nil when there is none.
  package func payment(_ id: Payment.ID) throws(StoreError) -> PaymentView? {
    try session.reading { () throws(StoreError) in
      guard let payment = try database.payments(where: "id = \(id)").first else { return nil }
      var view = PaymentView(payment: payment)
      view.applications = try applications(of: .payment(id))
      view.refunds = try refunds(of: .payment(id))
      view.reversals = try database.rows(
        """
        SELECT \(columns: Reversal.table) FROM reversal WHERE payment_id = \(id)
        ORDER BY recorded_date, id
        """
      ) { row throws(StoreError) in try Reversal(from: &row) }
      return view
    }
  }

  /// The credit memo with this identifier, or else with this number; nil when there is none.
  package func creditMemo(_ idOrNumber: String) throws(StoreError) -> CreditMemoView? {
    try session.reading { () throws(StoreError) in
      var found = try database.creditMemos(where: "id = \(idOrNumber)")
      if found.isEmpty {
        // Numbers may repeat between legal entities: the latest is shown.
        found = try database.creditMemos(
          where: "credit_memo_number = \(idOrNumber) ORDER BY credit_date DESC, id DESC LIMIT 1")
      }
      guard let memo = found.first else { return nil }
      var view = CreditMemoView(memo: memo)
      view.applications = try applications(of: .creditMemo(memo.id))
      view.refunds = try refunds(of: .creditMemo(memo.id))
      var named = Set(memo.lines.compactMap(\.invoiceLine?.invoiceId))
      if let id = memo.invoiceId { named.insert(id) }
      view.invoiceNumbers = try database.invoiceNumbers(of: named)
      return view
    }
  }

  private func applications(of source: LedgerSource) throws(StoreError) -> [ApplicationView] {
    let rows: [Application] = try database.rows(
      """
      SELECT \(columns: Application.table) FROM application
      WHERE source_id = \(source.record.id) AND source_type = \(source.record.type.rawValue)
      ORDER BY number
      """
    ) { row throws(StoreError) in try Application(from: &row) }
    let takenBack = Set(rows.compactMap(\.takesBack))
    let numbers = try database.invoiceNumbers(of: Set(rows.map(\.invoiceId)))
    return rows.map { row in
      ApplicationView(
        application: row, invoiceNumber: numbers[row.invoiceId],
        isTakenBack: row.takesBack != nil || takenBack.contains(row.id))
    }
  }

  private func refunds(of source: LedgerSource) throws(StoreError) -> [Refund] {
    try database.rows(
      """
      SELECT \(columns: Refund.table) FROM refund
      WHERE source_id = \(source.record.id) AND source_type = \(source.record.type.rawValue)
      ORDER BY recorded_date, id
      """
    ) { row throws(StoreError) in try Refund(from: &row) }
  }
}

extension Database {
  func payments(where condition: SQL) throws(StoreError) -> [Payment] {
    try rows("SELECT \(columns: Payment.table) FROM payment WHERE \(condition)") {
      row throws(StoreError) in try Payment(from: &row)
    }
  }

  /// Those that have one.
  func invoiceNumbers(of ids: Set<Invoice.ID>) throws(StoreError) -> [Invoice.ID: String] {
    guard !ids.isEmpty else { return [:] }
    var numbers: [Invoice.ID: String] = [:]
    try query("SELECT id, invoice_number FROM invoice WHERE id \(anyOf: ids)") {
      row throws(StoreError) in
      var decoder = RowDecoder(row)
      let id: Invoice.ID = try decoder.id()
      numbers[id] = try decoder.optionalText()
    }
    return numbers
  }
}
