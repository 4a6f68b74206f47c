internal import Billing
internal import Storage
internal import Testing

extension ConformanceCase {
  static let invoices = [
    ConformanceCase(
      "an invoice comes back with its lines and their taxes, several, one or none, by id and by number"
    ) {
      opener in
      let session = try opener.migrated()
      try session.store(try customer())
      var invoice = try Fixtures.invoice(
        "INV-1", schedules: ["BS-1", "BS-2"], order: "ORD-1", number: "INV-2026-000001")
      invoice.shippingAddress = Fixtures.address
      invoice.billToContact = Invoice.BillTo(contactId: "CON-1", name: "Ann", email: nil)
      invoice.accountName = "A\\B GmbH"
      invoice.legalEntityId = "LE-1"
      invoice.seller = Invoice.Seller(
        name: "Seller", address: Fixtures.address, taxRegistrationNumber: "CHE-1")
      invoice.billingContractId = "BC-1"
      invoice.lines[1].parentLineId = invoice.lines[0].id
      invoice.lines[1].taxes = []
      invoice.document = RecordSet.documentSnapshot
      var draft = try Fixtures.invoice(
        "INV-2", schedules: ["BS-1"], from: "2026-02-28", to: "2026-03-31")
      draft.lines[0].taxes.removeLast()
      try session.store([], invoices: [invoice, draft])
      let queries = Queries(session)
      #expect(try queries.invoice("INV-1") == invoice)
      #expect(try queries.invoice("INV-2026-000001") == invoice)
      #expect(try queries.invoice("INV-2") == draft)
      #expect(try queries.invoice("INV-3") == nil)
    },

    ConformanceCase("an account's list and an order's list hold their invoices, latest first") {
      opener in
      let session = try opener.migrated()
      try session.store(try customer())
      let first = try Fixtures.invoice("INV-1", schedules: ["BS-1"], order: "ORD-1")
      var second = try Fixtures.invoice("INV-2", schedules: ["BS-2"])
      second.invoiceDate = try Fixtures.date("2026-05-01")
      try session.store([], invoices: [first, second])
      let queries = Queries(session)
      #expect(try queries.invoices(of: "ACC-1" as Account.ID) == [second, first])
      #expect(try queries.invoices(of: "ORD-1" as Order.ID) == [first])
      #expect(try queries.invoices(of: "ACC-9" as Account.ID) == [])
      #expect(try queries.invoices(of: "ORD-9" as Order.ID) == [])
    },

    ConformanceCase("the database itself refuses a second live invoice for a period") { opener in
      let session = try opener.migrated()
      try session.store(try customer())
      try session.store([], invoices: [try Fixtures.invoice("INV-1", schedules: ["BS-1"])])
      // Also when it ends on another day: the first day is what counts.
      let again = try Fixtures.invoice("INV-2", schedules: ["BS-2", "BS-1"], to: "2026-02-10")
      let error = try #require(throws: StoreError.self) {
        try session.store([], invoices: [again])
      }
      #expect(error.kind == .constraint)
      #expect(!session.isBroken)
      #expect(try Queries(session).invoice("INV-2") == nil)
      #expect(try Queries(session).invoices(of: "ACC-1" as Account.ID).count == 1)
      // The period after it is another one.
      try session.store(
        [],
        invoices: [
          try Fixtures.invoice(
            "INV-3", schedules: ["BS-1"], from: "2026-02-28", to: "2026-03-31")
        ])
    },

    ConformanceCase("a number is given once, drafts have none") { opener in
      let session = try opener.migrated()
      try session.store(try customer())
      try session.store(
        [],
        invoices: [
          try Fixtures.invoice("INV-1", schedules: ["BS-1"]),
          try Fixtures.invoice("INV-2", schedules: ["BS-2"]),
        ])
      func numbered(_ id: Invoice.ID, from: String, to: String) throws -> Invoice {
        try Fixtures.invoice(id, schedules: ["BS-1"], from: from, to: to, number: "N-1")
      }
      try session.store(
        [], invoices: [try numbered("INV-3", from: "2026-03-01", to: "2026-04-01")])
      let error = try #require(throws: StoreError.self) {
        try session.store(
          [], invoices: [try numbered("INV-4", from: "2026-04-01", to: "2026-05-01")])
      }
      #expect(error.kind == .constraint)
    },

    ConformanceCase("a batch of many invoices is written whole") { opener in
      let session = try opener.migrated()
      let schedules = try (0..<200).map { try Fixtures.schedule(RecordID("BS-\($0)")) }
      let invoices = try (0..<40).map { number in
        try Fixtures.invoice(
          RecordID("INV-\(number)"),
          schedules: (0..<5).map { RecordID("BS-\(number * 5 + $0)") })
      }
      try session.store(
        [.account(try Fixtures.account())] + schedules.map(Record.billingSchedule),
        invoices: invoices)
      let stored = try Queries(session).invoices(of: "ACC-1" as Account.ID)
      #expect(Set(stored) == Set(invoices))
    },
  ]

  static func customer() throws -> [Record] {
    [
      .account(try Fixtures.account()),
      .order(Order(id: "ORD-1", accountId: "ACC-1", orderNumber: "1")),
      .billingSchedule(try Fixtures.schedule("BS-1")),
      .billingSchedule(try Fixtures.schedule("BS-2")),
    ]
  }
}
