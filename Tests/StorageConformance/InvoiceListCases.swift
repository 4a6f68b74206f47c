internal import Billing
internal import CivilTime
internal import Monetary
internal import Storage
internal import Testing

extension ConformanceCase {
  static let invoiceLists = [
    ConformanceCase("CLI 4: invoices are listed by date, then number, the latest first") { opener in
      let session = try opener.migrated()
      try session.store(try listed(), invoices: try listedInvoices())
      let queries = Queries(session)
      func ids(_ selection: InvoiceSelection, _ limit: Int = 100) throws -> [Invoice.ID] {
        let heads = try queries.invoiceHeads(selection, limit: limit)
        #expect(heads.filter { !$0.lines.isEmpty } == [])
        let whole = try queries.invoices(selection, limit: limit)
        #expect(whole.map(\.id) == heads.map(\.id))
        var handed: [Invoice] = []
        try queries.forEachInvoice(selection, limit: limit) { handed.append($0) }
        #expect(handed == whole)
        return heads.map(\.id)
      }
      #expect(try ids(.init(.all)) == ["I-5", "I-2", "I-3", "I-4", "I-1"])
      #expect(try ids(.init(.all), 2) == ["I-5", "I-2"])
      #expect(try ids(.init(.account("ACC-1"))) == ["I-2", "I-3", "I-4", "I-1"])
      #expect(try ids(.init(.account("ACC-1")), 3) == ["I-2", "I-3", "I-4"])
      #expect(try ids(.init(.order("ORD-1"))) == ["I-2", "I-1"])
      #expect(try ids(.init(.account("ACC-9"))) == [])
    },

    ConformanceCase("CLI 5: a list is cut by dates, inclusive, and by the status as it shows") {
      opener in
      let session = try opener.migrated()
      try session.store(try listed(), invoices: try listedInvoices())
      let queries = Queries(session)
      func ids(
        _ status: ShownStatus? = nil, from: String? = nil, to: String? = nil,
        today: String = "2026-03-03"
      ) throws -> [Invoice.ID] {
        try queries.invoiceHeads(
          InvoiceSelection(
            .all, status: status, from: try from.map(Fixtures.date), to: try to.map(Fixtures.date),
            today: try Fixtures.date(today)), limit: 100
        ).map(\.id)
      }
      #expect(try ids(from: "2026-02-01", to: "2026-02-01") == ["I-2", "I-3", "I-4"])
      #expect(try ids(from: "2026-02-02") == ["I-5"])
      #expect(try ids(to: "2026-01-31") == ["I-1"])
      #expect(try ids(.draft) == ["I-4"])
      #expect(try ids(.paid) == ["I-3"])
      // Due on 3 March: overdue from the day after on; what the customer has to his credit never is.
      #expect(try ids(.overdue) == [])
      #expect(try ids(.posted) == ["I-5", "I-2", "I-1"])
      #expect(try ids(.overdue, today: "2026-03-04") == ["I-5", "I-2"])
      #expect(try ids(.posted, today: "2026-03-04") == ["I-1"])
    },

    ConformanceCase("a list goes on over pages, and a status finds what lies far behind") {
      opener in
      let session = try opener.migrated()
      try session.store([.account(try Fixtures.account())])
      let many = try (0..<1_203).map { place in
        var invoice = try Fixtures.invoice(
          RecordID("I-\(place)"), schedules: [], number: "N-\(10_000 + place)")
        if place == 3 { invoice.status = .draft }
        return invoice
      }
      try session.store([], invoices: many)
      let queries = Queries(session)
      let all = try queries.invoiceHeads(InvoiceSelection(.account("ACC-1")), limit: 2_000)
      #expect(all.map(\.id) == many.reversed().map(\.id))
      let draft = try queries.invoiceHeads(
        InvoiceSelection(.account("ACC-1"), status: .draft), limit: 1)
      #expect(draft.map(\.id) == ["I-3"])
    },

    ConformanceCase("CLI 1: the draft that holds the latest period of a schedule is a fact") {
      opener in
      let session = try opener.migrated()
      var billed = try Fixtures.schedule("BS-1")
      billed.progress?.hasLines = true
      var other = try Fixtures.schedule("BS-2")
      other.progress?.hasLines = true
      try session.store(
        [.account(try Fixtures.account()), .billingSchedule(billed), .billingSchedule(other)],
        invoices: [
          try Fixtures.invoice("I-1", schedules: ["BS-1"], number: "N-1"),
          try Fixtures.invoice(
            "I-2", schedules: ["BS-1"], from: "2026-02-28", to: "2026-03-31"),
          try Fixtures.invoice("I-3", schedules: ["BS-2"]),
          try Fixtures.invoice(
            "I-4", schedules: ["BS-2"], from: "2026-02-28", to: "2026-03-31", number: "N-2"),
        ])
      var needed = FactsNeeded()
      needed.schedules.ofAccounts = ["ACC-1"]
      #expect(try session.load(needed).latestDrafts == ["BS-1": "I-2"])
    },

    ConformanceCase("CLI 1: the open error log of a schedule in Error is a fact") { opener in
      let session = try opener.migrated()
      try session.store([
        .account(try Fixtures.account()),
        .billingSchedule(try Fixtures.schedule("BS-1", status: .error)),
        .billingSchedule(try Fixtures.schedule("BS-2")),
      ])
      let entries = ["BS-1", "BS-2"].map { id in
        ErrorLogEntry(
          category: .taxCalculation, code: .taxRateNotFound, message: "No rate.",
          primaryRecord: RecordReference(type: .account, id: "ACC-1"),
          relatedRecord: RecordReference(type: .billingSchedule, id: id), accountId: "ACC-1")
      }
      let logs = try session.transaction { transaction throws(StoreError) in
        try transaction.record(
          entries.map { ErrorLogOccurrence($0, requestIdentifier: "r") }, at: Fixtures.now)
      }
      var needed = FactsNeeded()
      needed.schedules.ids = ["BS-1", "BS-2"]
      let first = try #require(logs.first)
      #expect(
        try session.load(needed).openErrors == [
          "BS-1": OpenError(number: first.number, code: .taxRateNotFound, message: "No rate.")
        ])
    },
  ]

  private static func listed() throws -> [Record] {
    try customer() + [.account(try Fixtures.account("ACC-2"))]
  }

  /// I-1 of January, and of credit; I-2, I-3 (paid) and I-4 (a draft) of one day; I-5 of another account.
  private static func listedInvoices() throws -> [Invoice] {
    func invoice(
      _ id: Invoice.ID, _ number: String?, _ balance: String, of account: Account.ID = "ACC-1",
      on date: String = "2026-02-01", order: Order.ID? = nil
    ) throws -> Invoice {
      var invoice = try Fixtures.invoice(
        id, of: account, schedules: order == nil ? [] : ["BS-1"], order: order,
        from: date, to: "2026-06-0\(id == "I-1" ? 1 : 2)", number: number)
      invoice.invoiceDate = try Fixtures.date(date)
      invoice.balance = try Fixtures.usd(balance)
      invoice.payable = invoice.balance
      return invoice
    }
    return [
      try invoice("I-1", "N-9", "-5.00", on: "2026-01-31", order: "ORD-1"),
      try invoice("I-2", "N-12", "10.00", order: "ORD-1"),
      try invoice("I-3", "N-11", "0.00"),
      try invoice("I-4", nil, "10.00"),
      try invoice("I-5", "N-10", "0.01", of: "ACC-2", on: "2026-02-02"),
    ]
  }
}
