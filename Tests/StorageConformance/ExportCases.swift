internal import Billing
internal import CivilTime
internal import Monetary
internal import Storage
internal import Testing

extension ConformanceCase {
  static let exports = [
    ConformanceCase("an export has a value for each column, amounts of credits are negative") {
      opener in
      try ExportedBooks.store(in: opener)
      let columns = [
        "documentType", "documentId", "sourceAction", "totalAmount", "totalTaxAmount",
        "totalAmountWithTax", "prepaidAmount", "payableRounding", "payable", "balance",
      ]
      #expect(
        try rows(opener, .invoices, from: "2026-10-05", to: "2026-10-20").map {
          $0.texts(columns)
        } == [
          "Invoice I-9 - 100.00 0.00 100.00 - - 100.00 0.00",
          "CreditMemo M-9 VoidPostedInvoice -100.00 0.00 -100.00 0.00 0.00 -100.00 0.00",
          "Invoice T-1 - 160.00 24.00 184.00 3.00 0.01 186.01 186.01",
          "Invoice T-2 - 160.00 24.00 184.00 3.00 0.01 186.01 0.00",
          "CreditNote T-3 - -160.00 -24.00 -184.00 -3.00 -0.01 -186.01 -186.01",
          "CreditMemo M-4 Standalone -10.00 -2.00 -12.00 0.00 0.00 -12.00 -5.00",
          "CreditMemo M-T2 VoidPostedInvoice -160.00 -24.00 -184.00 -3.00 -0.01 -186.01 0.00",
        ])
    },

    ConformanceCase("lines are exported in their order, each with its taxes, as are a memo's") {
      opener in
      try ExportedBooks.store(in: opener)
      let columns = [
        "documentId", "lineNumber", "lineId", "startDate", "endDate", "quantity", "unitPrice",
        "amount", "taxAmount", "creditedInvoiceId", "creditedLineId",
      ]
      #expect(
        try rows(opener, .lines, from: "2026-10-09", to: "2026-10-20").map { $0.texts(columns) }
          == [
            "T-3 1 T-3-1 2026-01-31 2026-02-27 -1.5 0.001 -100.00 -20.50 - -",
            "T-3 2 T-3-2 2026-01-31 2026-02-27 -1.5 0.001 -50.00 -3.50 - -",
            "T-3 3 T-3-3 - - -1.5 0.001 -10.00 0.00 - -",
            "M-4 1 M-4-1 - - - - -10.00 -2.00 - -",
            "M-T2 1 M-T2-1 - - - - -100.00 -20.50 T-2 T-2-1",
            "M-T2 2 M-T2-2 - - - - -50.00 -3.50 T-2 T-2-2",
            "M-T2 3 M-T2-3 - - - - -10.00 0.00 T-2 T-2-3",
          ])
      let names = try rows(opener, .lines, of: .invoice(Invoice.ID(ExportedBooks.taxed)))
        .map { $0["name"] }
      #expect(names == ExportedBooks.lineNames.map { .text($0) })
    },

    ConformanceCase("taxes are exported by code and rate, what bears none without one") { opener in
      try ExportedBooks.store(in: opener)
      let columns = [
        "documentId", "taxName", "taxCode", "taxCategory", "taxRate", "taxableAmount", "taxAmount",
      ]
      #expect(
        try rows(opener, .taxes, from: "2026-10-09", to: "2026-10-10").map { $0.texts(columns) }
          == [
            "T-3 VAT VAT-19 S 19 -100.00 -19.00", "T-3 City City-1.5 S 1.5 -100.00 -1.50",
            "T-3 VAT VAT-7 S 7 -50.00 -3.50", "T-3 - - - - -10.00 0.00",
            "M-4 VAT VAT-20 S 20 -10.00 -2.00",
          ])
    },

    ConformanceCase("both days of an export are included, drafts and conversions are left out") {
      opener in
      var books = try ExportedBooks.books()
      var draft = try LedgerFixtures.invoice("D-1", "1.00")
      (draft.status, draft.number, draft.postedDate) = (.draft, nil, nil)
      draft.invoiceDate = try Fixtures.date("2026-10-05")
      try books.add(draft)
      try books.store(in: try opener.migrated())
      func found(_ first: String, _ last: String) throws -> [String] {
        try rows(opener, .invoices, from: first, to: last).map { $0.texts(["documentId"]) }
      }
      #expect(try found("2026-10-05", "2026-10-07") == ["I-9", "M-9", "T-1"])
      #expect(try found("2026-10-06", "2026-10-06") == ["M-9"])
      #expect(try found("2026-10-03", "2026-10-04").isEmpty)
      // M-1, of the same day, is what the negative lines of I-3 were converted into.
      #expect(try found("2026-09-01", "2026-09-03") == ["M-3"])
      // By itself a draft has lines to be looked at.
      #expect(
        try rows(opener, .lines, of: .invoice("D-1")).map { $0.texts(["status", "amount"]) }
          == ["Draft 1.00"])
      #expect(
        try rows(opener, .lines, of: .creditMemo("M-1")).map { $0.texts(["amount"]) }
          == ["-30.00"])
      #expect(try opener.queries().exportSelection("N-T-2") == .invoice("T-2"))
      #expect(try opener.queries().exportSelection("CM-M-9") == .creditMemo("M-9"))
      #expect(try opener.queries().exportSelection("none") == nil)
    },

    ConformanceCase("lines and taxes come to what their documents say") { opener in
      try ExportedBooks.store(in: opener)
      let (first, last) = ("2026-07-01", "2026-10-31")
      let documents = try rows(opener, .invoices, from: first, to: last)
      let lines = try rows(opener, .lines, from: first, to: last)
      let taxes = try rows(opener, .taxes, from: first, to: last)
      #expect(documents.count > 10)
      for document in documents {
        let id = document["documentId"]
        func sum(_ rows: [Exported], _ column: String) throws -> ExactDecimal {
          var sum: ExactDecimal = 0
          for row in rows where row["documentId"] == id {
            sum = try sum.adding(try row.decimal(column))
          }
          return sum
        }
        #expect(try sum(lines, "amount") == document.decimal("totalAmount"), "\(id)")
        #expect(try sum(lines, "taxAmount") == document.decimal("totalTaxAmount"), "\(id)")
        #expect(try sum(taxes, "taxAmount") == document.decimal("totalTaxAmount"), "\(id)")
      }
    },

    ConformanceCase(
      "rows go out as they are read, one document held at a time, however many there are"
    ) { opener in
      let session = try opener.migrated()
      var books = LedgerBooks()
      try books.invoice("I-1", "2.00", dated: "2026-10-01", due: "2026-11-01")
      try books.store(in: session)
      try multiplyLines(of: "I-1", in: opener, by: 4_500)
      let days = try #require(
        ExportedDays(from: try Fixtures.date("2026-10-01"), to: try Fixtures.date("2026-10-01")))
      for table in ExportTable.allCases {
        let counter = StreamCounter()
        let queries = Queries(try StoreSession(CountingOpener(opener, counter), for: .reading))
        try queries.forEachRow(of: table, .issued(days)) { _ in counter.emitted() }
        #expect(counter.rowsRead == 4_500 && counter.rowsEmitted == 4_500, "\(table)")
        #expect(counter.mostHeld <= 2, "\(table)")
      }
      let counter = StreamCounter()
      let queries = Queries(try StoreSession(CountingOpener(opener, counter), for: .reading))
      try queries.forEachJournalEntry(in: days) { _ in counter.emitted() }
      #expect(counter.rowsEmitted == 4_500 && counter.mostHeld <= 2)
    },
  ]

  /// A row by its columns.
  private struct Exported {
    let values: [String: ExportValue]

    subscript(_ column: String) -> ExportValue { values[column] ?? .none }

    func texts(_ columns: [String]) -> String {
      columns.map { self[$0].shown }.joined(separator: " ")
    }

    func decimal(_ column: String) throws -> ExactDecimal {
      try Fixtures.decimal(self[column].shown)
    }
  }

  private static func rows(
    _ opener: any DatabaseOpener, _ table: ExportTable, from first: String, to last: String
  ) throws -> [Exported] {
    let days = try #require(
      ExportedDays(from: try Fixtures.date(first), to: try Fixtures.date(last)))
    return try rows(opener, table, of: .issued(days))
  }

  private static func rows(
    _ opener: any DatabaseOpener, _ table: ExportTable, of selection: ExportSelection
  ) throws -> [Exported] {
    var found: [[ExportValue]] = []
    try opener.queries().forEachRow(of: table, selection) { found.append($0) }
    return found.map { values in
      #expect(values.count == table.columnNames.count)
      return Exported(
        values: Dictionary(
          zip(table.columnNames, values), uniquingKeysWith: { first, _ in first }))
    }
  }

  /// Copies a posted invoice with its one line, so that there are so many.
  private static func multiplyLines(
    of invoice: Invoice.ID, in opener: any DatabaseOpener, by count: Int
  ) throws {
    try opener.damage(
      """
      INSERT INTO invoice (id, invoice_number, status, creation_mode, account_id, currency,
        invoice_date, due_date, posted_date, bill_to_name, grouping_key, billing_street,
        billing_city, billing_postal_code, billing_country, total_amount, total_tax_amount,
        total_amount_with_tax, balance, settlement_status, request_source, request_identifier,
        payable, paid_amount)
      WITH RECURSIVE counter (value) AS (
        SELECT 2 UNION ALL SELECT value + 1 FROM counter WHERE value < \(count)
      )
      SELECT 'I-' || value, 'N-' || value, status, creation_mode, account_id, currency,
        invoice_date, due_date, posted_date, bill_to_name, grouping_key, billing_street,
        billing_city, billing_postal_code, billing_country, total_amount, total_tax_amount,
        total_amount_with_tax, balance, settlement_status, request_source, request_identifier,
        payable, paid_amount
      FROM invoice, counter WHERE id = \(invoice)
      """,
      """
      INSERT INTO invoice_line (invoice_id, position, line_id, type, name, quantity, unit_price,
        amount, tax_processing_status, reissue, is_live)
      SELECT invoice.id, line.position, line.line_id, line.type, line.name, line.quantity,
        line.unit_price, line.amount, line.tax_processing_status, line.reissue, line.is_live
      FROM invoice, invoice_line line WHERE line.invoice_id = \(invoice) AND invoice.id <> \(invoice)
      """)
  }
}

extension ExportValue {
  fileprivate var shown: String {
    switch self {
    case .none: "-"
    case .text(let text), .decimal(let text): text
    case .integer(let number): "\(number)"
    }
  }
}
