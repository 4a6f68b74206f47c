internal import Billing
internal import CivilTime
internal import Monetary
internal import Storage
internal import Testing

extension ConformanceCase {
  static let journal = [
    ConformanceCase("the ledger has an entry for each document, on the day from which it counts") {
      opener in
      try ExportedBooks.store(in: opener)
      #expect(
        try entries(opener, "2026-09-01", "2026-10-31").map(\.shown) == [
          "2026-09-03 CreditMemo M-3 USD receivable -11.00, revenue 11.00",
          "2026-09-04 VoidedCreditMemo M-3 USD receivable 11.00, revenue -11.00",
          "2026-09-10 Invoice I-2 USD receivable 90.00, revenue -90.00",
          "2026-09-20 Refund R-1 USD receivable 4.00, bank -4.00",
          "2026-09-25 Reversal V-1 USD receivable 3.00, bank -3.00",
          "2026-10-01 WriteOff M-2 USD receivable -17.00, writeOffs 17.00",
          "2026-10-02 Invoice K-1 KWD receivable 0.125, revenue -0.125",
          "2026-10-05 Invoice I-9 USD receivable 100.00, revenue -100.00",
          "2026-10-06 VoidedInvoice M-9 USD receivable -100.00, revenue 100.00",
          "2026-10-07 Invoice T-1 EUR receivable 186.01, revenue -160.00, tax City-1.5 -1.50, "
            + "tax VAT-19 -19.00, tax VAT-7 -3.50, prepayments 3.00, rounding -0.01, "
            + "thirdParties -5.00",
          "2026-10-08 Invoice T-2 EUR receivable 186.01, revenue -160.00, tax City-1.5 -1.50, "
            + "tax VAT-19 -19.00, tax VAT-7 -3.50, prepayments 3.00, rounding -0.01, "
            + "thirdParties -5.00",
          "2026-10-09 Invoice T-3 EUR receivable -186.01, revenue 160.00, tax City-1.5 1.50, "
            + "tax VAT-19 19.00, tax VAT-7 3.50, prepayments -3.00, rounding 0.01, "
            + "thirdParties 5.00",
          "2026-10-10 CreditMemo M-4 USD receivable -12.00, revenue 10.00, tax VAT-20 2.00",
          "2026-10-13 Refund R-2 USD receivable 7.00, bank -7.00",
          "2026-10-14 CreditMemo M-5 USD receivable -1.00, revenue 1.00",
          "2026-10-14 Payment P-2 USD receivable -55.00, bank Card 55.00",
          "2026-10-16 Refund R-3 USD receivable 5.00, bank Card -5.00",
          "2026-10-17 Payment P-3 JPY receivable -500, bank 500",
          "2026-10-20 VoidedInvoice M-T2 EUR receivable -186.01, revenue 160.00, tax City-1.5 1.50, "
            + "tax VAT-19 19.00, tax VAT-7 3.50, prepayments -3.00, rounding 0.01, "
            + "thirdParties 5.00",
        ])
    },

    ConformanceCase("both days of a ledger are included, and its entries name what they are of") {
      opener in
      try ExportedBooks.store(in: opener)
      #expect(try entries(opener, "2026-08-02", "2026-08-04").isEmpty)
      let found = try entries(opener, "2026-10-07", "2026-10-08")
      #expect(found.map(\.documentId) == ["T-1", "T-2"])
      #expect(found[0].number == ExportedBooks.number)
      #expect(found[0].accountId == "ACC-2" && found[0].accountName == ExportedBooks.accountName)
      let others = try entries(opener, "2026-09-25", "2026-10-14")
      #expect(
        others.filter { ["V-1", "P-2", "M-2"].contains($0.documentId) }.map(\.number)
          == ["Returned", "CM-M-2", "-7+3"])
    },

    ConformanceCase("what entries up to a day post to the receivable is the aging's total of it") {
      opener in
      try ExportedBooks.store(in: opener)
      let all = try entries(opener, "2026-01-01", "2026-12-31")
      var day = try Fixtures.date("2026-06-30")
      let end = try Fixtures.date("2026-11-02")
      while day <= end {
        var totals: [String: AgingSums] = [:]
        try opener.queries().forEachOpenDocument(AgingSelection(asOf: day, today: end)) {
          totals[$0.currency.code, default: AgingSums($0.currency)].add($0, asOf: day)
        }
        let until = all.filter { $0.date <= day }
        for code in ["USD", "EUR", "KWD", "JPY"] {
          let posted = sum(until, code) { $0 == .receivable }
          let total = try totals[code]?.total().minorUnits ?? 0
          #expect(posted == total, "\(code) on \(day)")
        }
        day = day.adding(days: 1)
      }
    },

    ConformanceCase("every entry balances, and revenue and taxes are those of the exports") {
      opener in
      try ExportedBooks.store(in: opener)
      let all = try entries(opener, "2026-01-01", "2026-12-31")
      #expect(all.allSatisfy { $0.isBalanced && !$0.postings.isEmpty })
      #expect(Set(all.map(\.kind)) == Set(JournalEntry.Kind.allCases))
      for code in ["USD", "EUR", "KWD", "JPY"] {
        #expect(sum(all, code) { _ in true } == 0)
        let exported = try exported(opener, code)
        #expect(
          sum(all, code) { $0 == .revenue || $0 == .writeOffs } == -exported.total, "\(code)")
        let tax = sum(all, code) { if case .tax = $0 { true } else { false } }
        #expect(tax == -exported.tax, "\(code)")
      }
    },

    ConformanceCase("a document that does not add up ends the ledger with an error that names it") {
      opener in
      try ExportedBooks.store(in: opener)
      try opener.damage("UPDATE invoice SET total_amount = '91.00' WHERE id = 'I-2'")
      let error = try #require(throws: StoreError.self) {
        try entries(opener, "2026-09-10", "2026-09-10")
      }
      #expect(error.kind == .fault)
      #expect("\(error)".contains("Invoice I-2 do not add up; audit says"), "\(error)")
      #expect(try entries(opener, "2026-09-11", "2026-09-30").count == 2)
    },
  ]

  private static func entries(
    _ opener: any DatabaseOpener, _ first: String, _ last: String
  ) throws -> [JournalEntry] {
    let days = try #require(
      ExportedDays(from: try Fixtures.date(first), to: try Fixtures.date(last)))
    var found: [JournalEntry] = []
    try opener.queries().forEachJournalEntry(in: days) { found.append($0) }
    return found
  }

  /// What is posted to some accounts in a currency, in minor units.
  private static func sum(
    _ entries: [JournalEntry], _ code: String, _ isMeant: (JournalAccount) -> Bool
  ) -> Int128 {
    var sum: Int128 = 0
    for entry in entries where entry.currency.code == code {
      for posting in entry.postings where isMeant(posting.account) {
        sum += posting.amount.minorUnits
      }
    }
    return sum
  }

  /// What the exported documents of a currency come to, without memos that were voided.
  private static func exported(
    _ opener: any DatabaseOpener, _ code: String
  ) throws -> (total: Int128, tax: Int128) {
    let days = try #require(
      ExportedDays(
        from: try Fixtures.date("2026-01-01"), to: try Fixtures.date("2026-12-31")))
    var texts: [(total: String, tax: String)] = []
    let names = ExportTable.invoices.columnNames
    try opener.queries().forEachRow(of: .invoices, .issued(days)) { values in
      func text(_ column: String) -> String {
        switch names.firstIndex(of: column).map({ values[$0] }) {
        case .text(let text), .decimal(let text): text
        default: ""
        }
      }
      guard text("currency") == code else { return }
      if text("documentType") == "CreditMemo", text("status") == "Voided" { return }
      texts.append((text("totalAmount"), text("totalTaxAmount")))
    }
    #expect(!texts.isEmpty || code == "JPY")
    var sums: (total: Int128, tax: Int128) = (0, 0)
    for row in texts {
      sums.total += try Fixtures.money(row.total, code).minorUnits
      sums.tax += try Fixtures.money(row.tax, code).minorUnits
    }
    return sums
  }
}

extension JournalEntry {
  fileprivate var shown: String {
    let postings = postings.map { "\($0.account.shown) \($0.amount.decimalText)" }
    return "\(date) \(kind.rawValue) \(documentId) \(currency.code) "
      + postings.joined(separator: ", ")
  }
}

extension JournalAccount {
  fileprivate var shown: String {
    switch self {
    case .tax(let code): "tax \(code)"
    case .bank(let method): method.map { "bank \($0)" } ?? "bank"
    default: "\(self)"
    }
  }
}
