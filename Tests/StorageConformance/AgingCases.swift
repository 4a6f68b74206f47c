internal import Billing
internal import CivilTime
internal import Monetary
internal import Storage
internal import Testing

extension ConformanceCase {
  /// What is owed, by how long it has been due: from the stored figures and from the ledger's rows.
  static let aging = [
    ConformanceCase("E33: instalments age each by its own due date, what is settled fills them first")
    { opener in
      var books = LedgerBooks()
      try books.invoice(
        "I-1", "100.00", dated: "2026-09-01", due: "2026-11-30",
        instalments: [("2026-10-01", "30.00"), ("2026-10-31", "50.00"), ("2026-11-30", "20.00")])
      try books.payment("P-1", "40.00", on: "2026-09-20")
      try books.apply("L-1", .payment("P-1"), to: "I-1", "40.00", on: "2026-09-20")
      let session = try opener.migrated()
      try books.store(in: session)
      for today in ["2026-11-20", "2027-06-01"] {
        #expect(
          try aging(opener, "2026-11-20", today: today)
            == ["ACC-1 USD: 20.00 40.00 0.00 0.00 0.00 | 0.00 0.00 | 60.00"])
      }
      let details = try documents(opener, "2026-11-20", today: "2026-11-20").flatMap { document in
        guard case .invoice(_, let parts) = document.content else { return [] as [String] }
        return parts.map { "\($0.dueDate) \($0.openAmount.decimalText)" }
      }
      #expect(details == ["2026-10-01 0.00", "2026-10-31 40.00", "2026-11-30 20.00"])
    },

    ConformanceCase("E34: each bucket has its bounds, credits stand beside them") { opener in
      var books = LedgerBooks()
      for (index, (due, amount)) in [
        ("2026-12-31", "100.00"), ("2026-12-01", "200.00"), ("2026-11-30", "300.00"),
        ("2026-11-01", "400.00"), ("2026-10-31", "500.00"), ("2026-10-02", "600.00"),
        ("2026-10-01", "700.00"),
      ].enumerated() {
        try books.invoice(RecordID("I-\(index)"), amount, dated: "2026-09-01", due: due)
      }
      try books.payment("P-1", "50.00", on: "2026-12-31")
      try books.memo("M-1", "30.00", on: "2026-12-31")
      let session = try opener.migrated()
      try books.store(in: session)
      for today in ["2026-12-31", "2027-06-01"] {
        #expect(
          try aging(opener, "2026-12-31", today: today)
            == ["ACC-1 USD: 100.00 200.00 700.00 1100.00 700.00 | 30.00 50.00 | 2720.00"])
      }
    },

    ConformanceCase("E35: a payment counts from its day on") { opener in
      var books = LedgerBooks()
      try books.invoice("I-1", "100.00", dated: "2026-04-30", due: "2026-05-30")
      try books.payment("P-1", "100.00", on: "2026-06-30")
      try books.apply("L-1", .payment("P-1"), to: "I-1", "100.00", on: "2026-06-30")
      let session = try opener.migrated()
      try books.store(in: session)
      func found(_ day: String) throws -> [String] { try aging(opener, day, today: "2026-07-01") }
      #expect(try found("2026-04-29").isEmpty)
      #expect(
        try found("2026-05-31") == [
          "ACC-1 USD: 0.00 100.00 0.00 0.00 0.00 | 0.00 0.00 | 100.00"
        ])
      #expect(try found("2026-06-30").isEmpty)
      #expect(try found("2026-07-01").isEmpty)
    },

    ConformanceCase("E36: an invoice voided later was open before, and from its day on is not") {
      opener in
      var books = LedgerBooks()
      try books.invoice("I-1", "100.00", dated: "2026-11-15", due: "2026-12-15")
      try books.invoice("I-2", "-30.00", dated: "2026-11-15", due: "2026-12-15")
      try books.void("I-1", by: "M-1", on: "2026-12-02")
      try books.void("I-2", by: "M-2", on: "2026-12-02")
      let session = try opener.migrated()
      try books.store(in: session)
      for day in ["2026-11-30", "2026-12-01"] {
        #expect(
          try aging(opener, day, today: "2026-12-31")
            == ["ACC-1 USD: 100.00 0.00 0.00 0.00 0.00 | 30.00 0.00 | 70.00"])
      }
      for day in ["2026-12-02", "2026-12-31"] {
        #expect(try aging(opener, day, today: "2026-12-31").isEmpty)
      }
    },

    ConformanceCase("an aging of today from stored figures is that from the ledger's rows") {
      opener in
      let session = try opener.migrated()
      try busyBooks().store(in: session)
      let stored = try documents(opener, "2026-10-31", today: "2026-10-31")
      let summed = try documents(opener, "2026-10-31", today: "2026-11-01")
      #expect(Set(stored) == Set(summed) && stored.count == summed.count, "\(stored) \(summed)")
      #expect(
        try aging(opener, "2026-10-31", today: "2026-10-31") == [
          "ACC-1 USD: 90.00 0.00 0.00 60.00 0.00 | 27.00 13.00 | 110.00",
          "ACC-2 EUR: 0.00 0.00 0.00 0.00 5.00 | 0.00 0.00 | 5.00",
          "ACC-2 USD: 0.00 7.00 0.00 0.00 0.00 | 0.00 0.00 | 7.00",
        ])
    },

    ConformanceCase("an aging of a past day knows nothing of what came later") { opener in
      let session = try opener.migrated()
      try busyBooks().store(in: session)
      // Before anything was taken back, refunded, reversed or converted.
      #expect(
        try aging(opener, "2026-08-31", today: "2026-10-31") == [
          "ACC-1 USD: 100.00 0.00 0.00 0.00 0.00 | 30.00 40.00 | 30.00",
          "ACC-2 EUR: 0.00 0.00 5.00 0.00 0.00 | 0.00 0.00 | 5.00",
          "ACC-2 USD: 7.00 0.00 0.00 0.00 0.00 | 0.00 0.00 | 7.00",
        ])
    },

    ConformanceCase("an aging is of an account, a currency or a legal entity") { opener in
      var books = try busyBooks()
      try books.change("I-1") { $0.legalEntityId = "LE-1" }
      try books.change("E-1") { $0.legalEntityId = "LE-2" }
      let session = try opener.migrated()
      try books.store(in: session)
      for today in ["2026-10-31", "2026-11-01"] {
        func found(_ change: (inout AgingSelection) -> Void) throws -> [String] {
          try aging(opener, "2026-10-31", today: today, change).map {
            String($0.prefix { $0 != ":" })
          }
        }
        #expect(try found { $0.account = "ACC-1" } == ["ACC-1 USD"])
        #expect(try found { $0.account = "none" }.isEmpty)
        #expect(try found { $0.currency = Currency(code: "EUR") } == ["ACC-2 EUR"])
        #expect(try found { $0.legalEntity = "LE-2" } == ["ACC-2 EUR"])
        #expect(
          try aging(opener, "2026-10-31", today: today) { $0.legalEntity = "LE-1" }
            == ["ACC-1 USD: 0.00 0.00 0.00 60.00 0.00 | 0.00 0.00 | 60.00"])
      }
      // Payments have the account's, which names none: the default one.
      try opener.damage(
        """
        INSERT INTO legal_entity (id, name, street, city, postal_code, country, is_default)
        VALUES ('LE-9', 'Default', '1', 'Oslo', '0150', 'NO', TRUE)
        """)
      #expect(
        try aging(opener, "2026-10-31", today: "2026-10-31") { $0.legalEntity = "LE-9" }
          == ["ACC-1 USD: 0.00 0.00 0.00 0.00 0.00 | 0.00 13.00 | -13.00"])
    },

    ConformanceCase("what is open comes with the account's name, and a future day ages what is open now")
    { opener in
      var books = LedgerBooks()
      try books.invoice("I-1", "100.00", dated: "2026-04-30", due: "2026-05-30")
      let session = try opener.migrated()
      try books.store(in: session)
      let found = try documents(opener, "2026-12-31", today: "2026-05-01")
      #expect(found.map(\.accountName) == ["A\\B GmbH"])
      #expect(found.map(\.number) == ["N-I-1"])
      #expect(
        try aging(opener, "2026-12-31", today: "2026-05-01")
          == ["ACC-1 USD: 0.00 0.00 0.00 0.00 100.00 | 0.00 0.00 | 100.00"])
    },
  ]

  /// Some of everything: payments partly taken back, refunded and reversed, a conversion, a write-off, a voided memo.
  static func busyBooks() throws -> LedgerBooks {
    var books = LedgerBooks()
    try books.invoice("I-1", "100.00", dated: "2026-08-01", due: "2026-08-31")
    try books.invoice("I-2", "90.00", dated: "2026-09-10", due: "2026-11-10")
    try books.invoice("I-3", "-30.00", dated: "2026-08-10", due: "2026-08-10")
    try books.invoice("E-1", "5.00", dated: "2026-07-01", due: "2026-07-31", of: "ACC-2", currency: "EUR")
    try books.invoice("U-1", "7.00", dated: "2026-08-05", due: "2026-10-05", of: "ACC-2")
    try books.payment("P-1", "40.00", on: "2026-08-20")
    try books.apply("L-1", .payment("P-1"), to: "I-1", "25.00", on: "2026-09-01")
    try books.apply("L-2", .payment("P-1"), to: "I-1", "25.00", on: "2026-09-15", takesBack: "L-1")
    try books.apply("L-3", .payment("P-1"), to: "I-1", "20.00", on: "2026-09-15")
    try books.refund("R-1", of: "P-1", "4.00", on: "2026-09-20")
    try books.reverse("V-1", "P-1", "3.00", on: "2026-09-25")
    try books.memo("M-1", "30.00", on: "2026-09-01", .negativeInvoiceLineConversion, of: "I-3")
    try books.apply("L-4", .creditMemo("M-1"), to: "I-1", "3.00", on: "2026-09-02")
    try books.memo("M-2", "17.00", on: "2026-10-01", .writeOffPostedInvoice, of: "I-1")
    try books.apply("L-5", .creditMemo("M-2"), to: "I-1", "17.00", on: "2026-10-01")
    try books.memo("M-3", "11.00", on: "2026-09-03")
    try books.voidMemo("M-3", on: "2026-09-04")
    return books
  }

  private static func documents(
    _ opener: any DatabaseOpener, _ day: String, today: String,
    _ change: (inout AgingSelection) -> Void = { _ in }
  ) throws -> [AgedDocument] {
    var selection = AgingSelection(
      asOf: try Fixtures.date(day), today: try Fixtures.date(today))
    change(&selection)
    var found: [AgedDocument] = []
    try opener.queries().forEachOpenDocument(selection) { found.append($0) }
    return found
  }

  /// A line for each account and currency: buckets, credits and unapplied, total.
  private static func aging(
    _ opener: any DatabaseOpener, _ day: String, today: String,
    _ change: (inout AgingSelection) -> Void = { _ in }
  ) throws -> [String] {
    let asOf = try Fixtures.date(day)
    var names: [String] = []
    var sums: [String: AgingSums] = [:]
    for document in try documents(opener, day, today: today, change) {
      let name = "\(document.accountId) \(document.currency.code)"
      if names.last != name { names.append(name) }
      sums[name, default: AgingSums(document.currency)].add(document, asOf: asOf)
    }
    #expect(names.count == sums.count, "each account and currency is together: \(names)")
    return try names.map { name in
      let sum = try #require(sums[name])
      let buckets = try AgingBucket.allCases.map { try sum.amount(in: $0).decimalText }
      let beside = [try sum.credits().decimalText, try sum.unapplied().decimalText]
      return "\(name): \(buckets.joined(separator: " ")) | \(beside.joined(separator: " "))"
        + " | \(try sum.total().decimalText)"
    }
  }
}
