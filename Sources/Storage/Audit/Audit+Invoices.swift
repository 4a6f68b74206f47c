internal import Billing
internal import Monetary

extension Audit {
  /// Heads, lines, taxes, instalments, applications and conversions, put together by invoice.
  mutating func checkInvoices() throws(StoreError) {
    var open: AuditedInvoice?
    try database.stream(invoiceRows) { found throws(StoreError) in
      var row = RowDecoder(found)
      countRow()
      let id = try row.text()
      guard let kind = InvoiceRow(rawValue: try row.int()) else { throw row.unreadable("kind") }
      if kind == .head {
        finish(open)
        open = try AuditedInvoice(id: id, headFrom: &row)
        return
      }
      guard open?.id == id, let currency = open?.currency else {
        report.add([
          AuditBreach(.invoiceSums, "A row of \(kind) names invoice \(id), which is not stored.")
        ])
        return
      }
      let amount = try row.money(currency).minorUnits
      switch kind {
      case .head: break
      case .line:
        open?.sums.lines += amount
        open?.sums.lineCount += 1
      case .tax: open?.sums.taxes += amount
      case .instalment: open?.sums.addInstalment(amount)
      case .paid: open?.sums.paid += amount
      case .unpaid: open?.sums.paid -= amount
      case .credited: open?.sums.credited += amount
      case .uncredited: open?.sums.credited -= amount
      case .writtenOff:
        open?.sums.credited += amount
        open?.sums.writtenOff += amount
      case .notWrittenOff:
        open?.sums.credited -= amount
        open?.sums.writtenOff -= amount
      case .converted: open?.sums.converted += amount
      }
    }
    finish(open)
  }

  private mutating func finish(_ invoice: AuditedInvoice?) {
    guard let invoice else { return }
    report.count(.invoiceSums, 1 + invoice.sums.lineCount)
    report.count(.invoiceBalances)
    report.add(invoice.breaches)
  }

  /// Heads first, for they sort first.
  private enum InvoiceRow: Int {
    case head, line, tax, instalment, paid, unpaid, credited, uncredited, writtenOff
    case notWrittenOff, converted
  }

  private var invoiceRows: SQL {
    """
    SELECT invoice.id AS id, 0 AS kind, invoice.total_amount AS amount, invoice.currency,
      invoice.invoice_number, invoice.status, invoice.settlement_status, invoice.is_credit_note,
      invoice.total_tax_amount, invoice.total_amount_with_tax, invoice.payable,
      invoice.paid_amount, invoice.credited_amount, invoice.written_off_amount,
      invoice.converted_amount, invoice.balance, invoice.number_value
    FROM invoice WHERE TRUE\(ofAccount())
    UNION ALL
    SELECT invoice_id, 1, amount, \(Self.nothing) FROM invoice_line WHERE TRUE\(ofAccountsInvoices())
    UNION ALL
    SELECT invoice_id, 2, amount, \(Self.nothing) FROM invoice_line_tax
    WHERE TRUE\(ofAccountsInvoices())
    UNION ALL
    SELECT invoice_id, 3, amount, \(Self.nothing) FROM invoice_instalment
    WHERE TRUE\(ofAccountsInvoices())
    UNION ALL
    SELECT moved.invoice_id,
      CASE WHEN moved.source_type = 'Payment' THEN 4
        WHEN memo.source_action = 'WriteOffPostedInvoice' THEN 8 ELSE 6 END
        + CASE WHEN moved.takes_back IS NULL THEN 0 ELSE 1 END,
      moved.amount, \(Self.nothing)
    FROM application moved
    LEFT JOIN credit_memo memo ON moved.source_type = 'CreditMemo' AND memo.id = moved.source_id
    WHERE TRUE\(ofAccount("moved.account_id"))
    UNION ALL
    SELECT invoice_id, 10, credited_amount, \(Self.nothing) FROM credit_memo
    WHERE source_action = 'NegativeInvoiceLineConversion' AND status = 'Posted'\(ofAccount())
    ORDER BY id, kind
    """
  }

  /// The columns of a head, for the other rows.
  private static let nothing: SQL =
    "NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL"
}

extension AuditedInvoice {
  fileprivate init(id: String, headFrom row: inout RowDecoder) throws(StoreError) {
    let total = try row.decimal()
    let currency = try row.currency()
    guard let totalAmount = Money(exactly: total, currency: currency) else {
      throw row.unreadable("total_amount")
    }
    let number = try row.optionalText()
    let status: InvoiceStatus = try row.value()
    let settlement: Invoice.SettlementStatus = try row.value()
    let isCreditNote = try row.boolean()
    self.init(
      id: id, number: number, status: status, settlementStatus: settlement, currency: currency,
      isCreditNote: isCreditNote,
      stated: Figures(
        total: totalAmount, tax: try row.money(currency), withTax: try row.money(currency),
        payable: try row.money(currency), paid: try row.money(currency),
        credited: try row.money(currency), writtenOff: try row.money(currency),
        converted: try row.money(currency), balance: try row.money(currency)))
    numberValue = try row.optionalInteger()
  }
}
