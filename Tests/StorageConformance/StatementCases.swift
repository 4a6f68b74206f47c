internal import Billing
internal import CivilTime
internal import Monetary
internal import Storage
internal import Testing

extension ConformanceCase {
  static let statements = [
    ConformanceCase("E37: entries have the day on which they count, applications are none") {
      opener in
      var books = LedgerBooks()
      try books.invoice("I-1", "125.00", dated: "2026-11-01", due: "2026-12-01")
      try books.payment("P-1", "100.00", on: "2026-11-10")
      try books.apply("L-1", .payment("P-1"), to: "I-1", "100.00", on: "2026-11-12")
      try books.memo("M-1", "25.00", on: "2026-11-12")
      let session = try opener.migrated()
      try books.store(in: session)
      #expect(
        try rows(opener, to: "2026-11-30") == [
          "USD", "2026-11-01 Invoice I-1 N-I-1 125.00", "2026-11-10 Payment P-1 - -100.00",
          "2026-11-12 CreditMemo M-1 CM-M-1 -25.00", "open I-1", "open M-1",
        ])
      #expect(try balance(opener, "2026-11-04") == "125.00")
      #expect(try balance(opener, "2026-11-10") == "25.00")
      #expect(try balance(opener, "2026-11-12") == "0.00")
      #expect(try rows(opener, to: "2026-10-31") == ["USD"])
    },

    ConformanceCase("a statement shows voids, refunds, reversals and conversions where they count") {
      opener in
      var books = try busyBooks()
      try books.invoice("I-9", "100.00", dated: "2026-10-05", due: "2026-12-15")
      try books.void("I-9", by: "M-9", on: "2026-10-06")
      let session = try opener.migrated()
      try books.store(in: session)
      #expect(
        try rows(opener, to: "2026-10-31").filter { !$0.hasPrefix("open") } == [
          "USD", "2026-08-01 Invoice I-1 N-I-1 100.00", "2026-08-10 Invoice I-3 N-I-3 -30.00",
          "2026-08-20 Payment P-1 - -40.00", "2026-09-01 Conversion M-1 CM-M-1 0.00",
          "2026-09-03 CreditMemo M-3 CM-M-3 -11.00", "2026-09-04 VoidedCreditMemo M-3 CM-M-3 11.00",
          "2026-09-10 Invoice I-2 N-I-2 90.00", "2026-09-20 Refund R-1 - 4.00",
          "2026-09-25 Reversal V-1 Returned 3.00", "2026-10-01 CreditMemo M-2 CM-M-2 -17.00",
          "2026-10-05 Invoice I-9 N-I-9 100.00", "2026-10-06 CreditMemo M-9 CM-M-9 -100.00",
        ])
    },

    ConformanceCase("a statement's balance of each day is the aging's total of that day") { opener in
      let session = try opener.migrated()
      try busyBooks().store(in: session)
      var day = try Fixtures.date("2026-07-31")
      let end = try Fixtures.date("2026-11-02")
      while day <= end {
        var total = AgingSums(try #require(Currency(code: "USD")))
        try opener.queries().forEachOpenDocument(
          AgingSelection(asOf: day, today: end, account: "ACC-1")
        ) { total.add($0, asOf: day) }
        #expect(try balance(opener, day.description) == total.total().decimalText, "\(day)")
        day = day.adding(days: 1)
      }
    },

    ConformanceCase("a statement of an account has its currencies in order, of an empty one its own") {
      opener in
      let session = try opener.migrated()
      try busyBooks().store(in: session)
      func currencies(of account: Account.ID, _ chosen: String? = nil) throws -> [String] {
        var found: [String] = []
        let day = try Fixtures.date("2026-10-31")
        try opener.queries().forEachStatementRow(
          of: account, in: chosen.flatMap { Currency(code: $0) }, to: day, today: day
        ) { if case .currency(let currency) = $0 { found.append(currency.code) } }
        return found
      }
      #expect(try currencies(of: "ACC-2") == ["EUR", "USD"])
      #expect(try currencies(of: "ACC-2", "JPY") == ["JPY"])
      try opener.damage("DELETE FROM invoice WHERE account_id = 'ACC-2'")
      #expect(try currencies(of: "ACC-2") == ["USD"])
    },
  ]

  private static func rows(_ opener: any DatabaseOpener, to day: String) throws -> [String] {
    var found: [String] = []
    try opener.queries().forEachStatementRow(
      of: "ACC-1", in: nil, to: try Fixtures.date(day), today: try Fixtures.date("2027-01-01")
    ) { row in
      switch row {
      case .currency(let currency): found.append(currency.code)
      case .entry(let entry):
        found.append(
          "\(entry.date) \(entry.kind.rawValue) \(entry.id) \(entry.number ?? "-") "
            + entry.amount.decimalText)
      case .open(let document): found.append("open \(document.id)")
      }
    }
    return found
  }

  /// What account ACC-1 owes in USD at the end of a day.
  private static func balance(_ opener: any DatabaseOpener, _ day: String) throws -> String {
    var units: Int128 = 0
    let currency = try #require(Currency(code: "USD"))
    try opener.queries().forEachStatementRow(
      of: "ACC-1", in: currency, to: try Fixtures.date(day), today: try Fixtures.date("2027-01-01")
    ) { if case .entry(let entry) = $0 { units += entry.amount.minorUnits } }
    return try Money(minorUnits: units, currency: currency).decimalText
  }
}
