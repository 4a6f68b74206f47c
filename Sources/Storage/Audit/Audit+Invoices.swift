internal import Billing
internal import Monetary

extension Audit {
  /// One row for each invoice: its head, and for each table whose rows name it a list of their amounts. So no more rows are
  /// sorted and read than there are invoices, however many lines they have; one invoice's are in memory.
  mutating func checkInvoices() throws(StoreError) {
    var attached = [Int](repeating: 0, count: AuditedTable.all.count)
    try database.stream(invoices) { found throws(StoreError) in
      var row = RowDecoder(found)
      let id = try row.text()
      var invoice = try AuditedInvoice(id: id, headFrom: &row)
      var rows = 1
      for (place, table) in AuditedTable.all.enumerated() {
        guard let list = try row.optionalText() else { continue }
        let count = try invoice.add(list, of: table)
        attached[place] += count
        rows += count
      }
      count(rows: rows)
      report.count(.invoiceSums, 1 + invoice.sums.lineCount)
      report.count(.invoiceBalances)
      report.add(invoice.breaches)
    }
    for (place, table) in AuditedTable.all.enumerated() where account == nil || table.namesAccount {
      guard try rowCount(of: table) != attached[place] else { continue }
      try nameStrayRows(of: table)
    }
  }

  private var invoices: SQL {
    var lists: SQL = ""
    for table in AuditedTable.all {
      let list = database.dialect.list(table.listed)
      lists = "\(lists), (SELECT \(list) FROM \(rows(of: table)) AND part.invoice_id = invoice.id)"
    }
    return """
      SELECT invoice.id, invoice.total_amount, invoice.currency, invoice.invoice_number,
        invoice.status, invoice.settlement_status, invoice.is_credit_note,
        invoice.total_tax_amount, invoice.total_amount_with_tax, invoice.payable,
        invoice.paid_amount, invoice.credited_amount, invoice.written_off_amount,
        invoice.converted_amount, invoice.balance, invoice.number_value\(lists)
      FROM invoice WHERE TRUE\(ofAccount()) ORDER BY invoice.id
      """
  }

  /// The table with the conditions on its rows.
  private func rows(of table: AuditedTable) -> SQL {
    let ofAccount: SQL = table.namesAccount ? ofAccount("part.account_id") : ""
    return "\(table.name) part WHERE \(table.condition)\(ofAccount)"
  }

  private func rowCount(of table: AuditedTable) throws(StoreError) -> Int {
    try database.first("SELECT count(*) FROM \(rows(of: table))") { row throws(StoreError) in
      try row.int()
    } ?? 0
  }

  /// Looked for only where a table has more rows than are on an invoice.
  private mutating func nameStrayRows(of table: AuditedTable) throws(StoreError) {
    let statement: SQL = """
      SELECT \(table.kind), part.invoice_id FROM \(rows(of: table))
        AND NOT EXISTS (SELECT 1 FROM invoice WHERE invoice.id = part.invoice_id\(ofAccount()))
      """
    try database.stream(statement) { found throws(StoreError) in
      var row = RowDecoder(found)
      guard let kind = InvoiceRow(rawValue: try row.int()) else { throw row.unreadable("kind") }
      let id = try row.optionalText() ?? ""
      report.add([
        AuditBreach(.invoiceSums, "A row of \(kind) names invoice \(id), which is not stored.")
      ])
    }
  }
}

/// What a row under an invoice counts towards.
private enum InvoiceRow: Int {
  case line = 1
  case tax, instalment, paid, unpaid, credited, uncredited, writtenOff, notWrittenOff, converted
}

/// A table whose rows name an invoice.
private struct AuditedTable {
  let name: SQL
  /// Of all rows, or one number for each.
  let row: InvoiceRow?
  let kind: SQL
  var amount: SQL = "part.amount"
  var condition: SQL = "TRUE"
  var namesAccount = false

  /// The amount, after the kind where not all rows are of one.
  var listed: SQL { row == nil ? "\(kind) || ' ' || \(amount)" : amount }

  static let all = [
    AuditedTable(name: "invoice_line", row: .line, kind: "1"),
    AuditedTable(name: InvoiceTaxPlace.row.table, row: .tax, kind: "2"),
    AuditedTable(
      name: InvoiceTaxPlace.line.table, row: .tax, kind: "2", amount: "part.tax_amount",
      condition: "part.tax_amount IS NOT NULL"),
    AuditedTable(name: "invoice_instalment", row: .instalment, kind: "3"),
    AuditedTable(
      name: "application", row: nil,
      kind: """
        (CASE WHEN part.source_type = 'Payment' THEN 4
          WHEN (SELECT memo.source_action FROM credit_memo memo WHERE memo.id = part.source_id)
            = 'WriteOffPostedInvoice' THEN 8 ELSE 6 END
          + CASE WHEN part.takes_back IS NULL THEN 0 ELSE 1 END)
        """, namesAccount: true),
    AuditedTable(
      name: "credit_memo", row: .converted, kind: "10", amount: "part.credited_amount",
      condition:
        "part.source_action = 'NegativeInvoiceLineConversion' AND part.status = 'Posted'",
      namesAccount: true),
  ]
}

extension AuditedInvoice {
  /// Adds the amounts of a list of a table's rows.
  ///
  /// - Returns: how many rows it is of.
  fileprivate mutating func add(_ list: String, of table: AuditedTable) throws(StoreError) -> Int {
    let bytes = list.utf8.span
    var count = 0
    var start = 0
    while start < bytes.count {
      var row = table.row
      if row == nil {
        var number = 0
        while start < bytes.count, bytes[start] != UInt8(ascii: " ") {
          number = (number &* 10) &+ Int(bytes[start]) &- Int(UInt8(ascii: "0"))
          start += 1
        }
        start += 1
        row = InvoiceRow(rawValue: number)
      }
      var end = start
      while end < bytes.count, bytes[end] != UInt8(ascii: ",") { end += 1 }
      guard let row, start < end, let amount = ExactDecimal(utf8: bytes.extracting(start..<end)),
        let money = Money(exactly: amount, currency: currency)
      else {
        throw StoreError(
          .fault, "a row of invoice \(id) holds no amount in \(currency.code): \(list)")
      }
      add(money.minorUnits, of: row)
      count += 1
      start = end + 1
    }
    return count
  }

  private mutating func add(_ amount: Int128, of row: InvoiceRow) {
    switch row {
    case .line:
      sums.lines += amount
      sums.lineCount += 1
    case .tax: sums.taxes += amount
    case .instalment: sums.addInstalment(amount)
    case .paid: sums.paid += amount
    case .unpaid: sums.paid -= amount
    case .credited: sums.credited += amount
    case .uncredited: sums.credited -= amount
    case .writtenOff:
      sums.credited += amount
      sums.writtenOff += amount
    case .notWrittenOff:
      sums.credited -= amount
      sums.writtenOff -= amount
    case .converted: sums.converted += amount
    }
  }
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
