internal import Billing
internal import CivilTime
internal import Monetary
internal import Storage
internal import Testing

extension ConformanceCase {
  /// Memos that mirror the invoices they void have the invoices' lines.
  static let mirrors = [
    ConformanceCase("memos that mirror an invoice and a credit note come back with the lines") {
      opener in
      let (books, memos) = try mirroring()
      let session = try opener.migrated()
      try books.store(in: session)
      // As they were planned, though no row is theirs.
      #expect(try stored(memos.map(\.id), session) == memos)
      #expect(try opener.count(of: "credit_memo_line") == 0)
      #expect(try opener.count(of: "credit_memo_line_tax") == 0)
      let queries = try opener.queries()
      #expect(try queries.creditMemo("M-T2")?.memo == memos[0])
      #expect(try queries.creditMemo("M-T3")?.memo == memos[1])
      #expect(
        try queries.creditMemos(.invoice("T-2"), status: nil, isOpen: false, limit: 9)
          == [memos[0]])
      #expect(try queries.invoice("T-3")?.creditMemoIds == ["M-T3"])
    },

    ConformanceCase("a memo of a void that an earlier version stored keeps its own lines") {
      opener in
      let session = try opener.migrated()
      var books = LedgerBooks()
      var memo = try ExportedBooks.mirror(
        "M-T2", of: ExportedBooks.ingested("T-2", .invoice, dated: "2026-10-08"))
      memo.lines[0].name = "As it was written"
      try books.add(try ExportedBooks.ingested("T-2", .invoice, dated: "2026-10-08"))
      books.add(memo)
      try books.void("T-2", byAdded: "M-T2", on: "2026-10-20")
      try books.store(in: session)
      #expect(try stored(["M-T2"], session).map(\.lines) == [memo.lines])
      #expect(try opener.count(of: "credit_memo_line") == 3)
      #expect(try Audit.run(over: opener.queries()).isClean)
    },

    ConformanceCase("an audit counts the lines of mirrored documents, of either sign") { opener in
      let session = try opener.migrated()
      try mirroring().books.store(in: session)
      let report = try Audit.run(over: opener.queries())
      #expect(report.isClean, "\(report.checks.flatMap(\.breaches))")
      #expect(try Audit.run(over: opener.queries(), account: "ACC-2").isClean)
      try opener.damage("UPDATE credit_memo SET total_amount = '1.00'")
      let breaches = try Audit.run(over: opener.queries()).checks.first {
        $0.promise == .creditMemos
      }?.breaches
      #expect(breaches?.count == 2)
    },

    ConformanceCase("an export has the lines of mirrored documents as the memos have them") {
      opener in
      let (books, memos) = try mirroring()
      try books.store(in: opener.migrated())
      let names = ExportTable.lines.columnNames
      let wanted = [
        "lineNumber", "lineId", "creditedInvoiceId", "creditedLineId", "amount", "taxAmount",
      ]
      let places = try wanted.map { try #require(names.firstIndex(of: $0)) }
      for memo in memos {
        var exported: [[ExportValue]] = []
        try opener.queries().forEachRow(of: .lines, .creditMemo(memo.id)) { values in
          exported.append(places.map { values[$0] })
        }
        var expected: [[ExportValue]] = []
        for (number, line) in zip(1..., memo.lines) {
          let source = try #require(line.invoiceLine)
          var tax = Money.zero(memo.currency)
          for share in line.taxes { tax = try tax.adding(share.amount) }
          // What is credited has the opposite sign: of a credit note's memo, which is negative itself, none.
          expected.append([
            .integer(number), .text(line.id), .text(source.invoiceId.text), .text(source.lineId),
            .decimal(line.amount.negated.decimalText), .decimal(tax.negated.decimalText),
          ])
        }
        #expect(exported == expected, "\(memo.id)")
      }
    },

    ConformanceCase("a journal balances for mirrored documents, of either sign") { opener in
      let session = try opener.migrated()
      try mirroring().books.store(in: session)
      let day = try Fixtures.date("2026-10-20")
      var ids: [String] = []
      try opener.queries().forEachJournalEntry(
        in: try #require(ExportedDays(from: day, to: day))
      ) { ids.append($0.documentId) }
      #expect(ids == ["M-T2", "M-T3"])
    },

    ConformanceCase("what voids an invoice is found where the invoice is named again") { opener in
      let (books, memos) = try mirroring()
      let session = try opener.migrated()
      try books.store(in: session)
      var needed = FactsNeeded()
      needed.invoices.takenBack = [["T-2"]]
      needed.ledger.ofInvoices = ["T-2"]
      let ledger = try session.load(needed).ledger
      #expect(ledger.creditMemos == ["M-T2": memos[0]])
      #expect(ledger.memosOfInvoice == ["T-2": ["M-T2"]])
    },
  ]

  /// An invoice and a credit note of three lines with taxes, each voided by a memo that mirrors it; the memos as they stand then.
  private static func mirroring() throws -> (books: LedgerBooks, memos: [CreditMemo]) {
    var books = LedgerBooks()
    var memos: [CreditMemo] = []
    for (id, type) in [("T-2", DocumentType.invoice), ("T-3", .creditNote)] {
      let invoice = try ExportedBooks.ingested(RecordID(id), type, dated: "2026-10-08")
      try books.add(invoice)
      var memo = try ExportedBooks.mirror(RecordID("M-" + id.replacing("-", with: "")), of: invoice)
      memo.lines = CreditMemoLine.mirroring(invoice, on: memo.id)
      if type == .creditNote {
        memo.totalAmount = memo.totalAmount.negated
        memo.totalTaxAmount = memo.totalTaxAmount.negated
        memo.totalAmountWithTax = memo.totalAmountWithTax.negated
        memo.prepaidAmount = memo.prepaidAmount.negated
        memo.payableRounding = memo.payableRounding.negated
        memo.credited = invoice.receivable
        #expect(memo.lines.map(\.amount.isNegative) == [true, true, true])
      }
      books.add(mirror: memo)
      try books.void(RecordID(id), byAdded: memo.id, on: "2026-10-20")
      memo.applied = memo.credited
      memos.append(memo)
    }
    return (books, memos)
  }

  private static func stored(
    _ ids: [CreditMemo.ID], _ session: StoreSession
  ) throws -> [CreditMemo] {
    var needed = FactsNeeded()
    needed.ledger.creditMemos = Set(ids)
    let memos = try session.load(needed).ledger.creditMemos
    return ids.compactMap { memos[$0] }
  }
}

extension DatabaseOpener {
  fileprivate func count(of table: SQL) throws -> Int64 {
    let database = try open(for: .reading)
    try database.begin(.read)
    var count: Int64 = -1
    try database.query("SELECT count(*) FROM \(table)") { row throws(StoreError) in
      count = try row.integer(at: 0)
    }
    try database.rollback()
    return count
  }
}
