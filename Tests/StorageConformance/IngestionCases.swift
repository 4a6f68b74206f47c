internal import Billing
internal import Monetary
internal import Storage
internal import Testing

extension ConformanceCase {
  static let ingestion = [
    ConformanceCase("an ingested invoice comes back whole: details, addresses, line details") {
      opener in
      let session = try opener.migrated()
      try session.store(try customer())
      let invoice = try ingested("EXT-1")
      try session.store([], invoices: [invoice])
      let queries = Queries(session)
      #expect(try queries.invoice("EXT-1") == invoice)
      #expect(try queries.invoice("N-EXT-1") == invoice)
      #expect(try queries.invoices(of: "ORD-1" as Order.ID) == [invoice])
    },

    ConformanceCase("an ingested line's period may be open on either side") { opener in
      let session = try opener.migrated()
      try session.store(try customer())
      let day = try Fixtures.date("2026-10-31")
      for (id, period) in [("EXT-1", OpenPeriod.from(day)), ("EXT-2", .through(day))] {
        var invoice = try ingested(Invoice.ID(id))
        invoice.lines[0].period = nil
        invoice.lines[0].openPeriod = period
        try session.store([], invoices: [invoice])
        #expect(try Queries(session).invoice(id) == invoice)
      }
    },

    ConformanceCase("the database itself refuses a second use of a uniqueIdentifier") { opener in
      let session = try opener.migrated()
      try session.store(try customer())
      try session.store([], invoices: [try ingested("EXT-1")])
      var again = try ingested("EXT-2")
      again.ingested?.uniqueIdentifier = "key-EXT-1"
      let error = try #require(throws: StoreError.self) {
        try session.store([], invoices: [again])
      }
      #expect(error.kind == .constraint)
      #expect(try Queries(session).invoice("EXT-2") == nil)
    },

    ConformanceCase("an external number is unique for each legal entity, and none is one") {
      opener in
      let session = try opener.migrated()
      try session.store(try customer())
      try session.store([], invoices: [try ingested("EXT-1")])
      var again = try ingested("EXT-2")
      again.number = "N-EXT-1"
      let error = try #require(throws: StoreError.self) {
        try session.store([], invoices: [again])
      }
      #expect(error.kind == .constraint)
      again.legalEntityId = "LE-1"
      try session.store([], invoices: [again])
      var facts = FactsNeeded()
      facts.identifiers.numbers = ["N-EXT-1"]
      facts.identifiers.uniqueIdentifiers = ["key-EXT-2", "key-EXT-9"]
      let known = try session.load(facts).identifiers
      func first(_ type: DocumentType, _ entity: LegalEntity.ID?, _ seller: String? = nil)
        -> Invoice.ID?
      {
        known.first(
          withNumber: "N-EXT-1",
          in: NumberScope(type, legalEntityId: entity, sellerId: seller))
      }
      #expect(first(.creditNote, nil) == "EXT-1")
      #expect(first(.creditNote, "LE-1", "X") == "EXT-2")
      #expect(first(.creditNote, "LE-2") == nil)
      #expect(first(.creditNote, nil, "X") == nil && first(.invoice, nil) == nil)
      #expect(known.first(withUniqueIdentifier: "key-EXT-2") == "EXT-2")
      #expect(known.first(withUniqueIdentifier: "key-EXT-9") == nil)
    },

    ConformanceCase(
      "numbers given out here, and what may give more, are known when one is ingested"
    ) {
      opener in
      let session = try opener.migrated()
      try session.store(try customer())
      let policy = SequencePolicy(
        id: "P", mode: .basic, pattern: "ACME-{SequenceValue}", isActive: true)
      try session.store(
        [.sequencePolicy(policy)],
        invoices: [try Fixtures.invoice("INV-1", schedules: ["BS-1"], number: "ACME-7")])
      var needed = FactsNeeded()
      needed.accounts.toInvoice = ["ACC-1"]
      needed.identifiers.numbers = ["ACME-7", "ACME-8"]
      let facts = try session.load(needed)
      #expect(facts.sequencePolicies["P"] == policy)
      #expect(
        facts.identifiers.first(withNumber: "ACME-7", in: NumberScope(.invoice, legalEntityId: nil))
          == "INV-1")
      #expect(
        facts.identifiers.first(withNumber: "ACME-8", in: NumberScope(.invoice, legalEntityId: nil))
          == nil)
    },

    ConformanceCase("no two invoices are made from one debit memo") { opener in
      let session = try opener.migrated()
      try session.store(try customer())
      var first = try ingested("EXT-1")
      first.ingested?.referenceEntity = .debitMemo("DM-1")
      var second = try ingested("EXT-2")
      second.ingested?.referenceEntity = .debitMemo("DM-1")
      try session.store([], invoices: [first])
      let error = try #require(throws: StoreError.self) {
        try session.store([], invoices: [second])
      }
      #expect(error.kind == .constraint)
    },

    ConformanceCase(
      "a draft's taxes are replaced, its totals and statuses with them; they are given no more"
    ) { opener in
      let session = try opener.migrated()
      try session.store(try customer())
      var invoice = try ingested("EXT-1")
      try session.store([], invoices: [invoice])
      invoice.totalTaxAmount = try Fixtures.usd("1.00")
      invoice.totalAmountWithTax = try Fixtures.usd("-200.00")
      invoice.payable = try Fixtures.usd("-200.00")
      invoice.balance = try Fixtures.usd("200.00")
      invoice.version = 2
      for place in invoice.lines.indices {
        invoice.lines[place].taxProcessingStatus = .estimated
        invoice.lines[place].ingested?.areTaxesGiven = false
        invoice.lines[place].taxes = [
          InvoiceLineTax(
            name: "New", code: "n", category: "AA", rate: 5, amount: try Fixtures.usd("1.00"))
        ]
      }
      try session.transaction { transaction throws(StoreError) in
        try transaction.update([
          InvoiceChange(
            invoice, [.taxCalculated], previousBalance: invoice.balance, lines: .taxes)
        ])
      }
      #expect(try Queries(session).invoice("EXT-1") == invoice)
      var needed = FactsNeeded()
      needed.invoices.ids = ["EXT-1", "EXT-9"]
      let facts = try session.load(needed)
      #expect(facts.invoices[Invoice.ID("EXT-1")] == invoice)
      #expect(facts.invoices[Invoice.ID("EXT-9")] == nil)
      #expect(facts.accounts["ACC-1"] != nil)
    },
  ]

  private static func ingested(_ id: Invoice.ID) throws -> Invoice {
    var invoice = try Fixtures.invoice(
      id, schedules: ["BS-1", "BS-2"], order: "ORD-1", number: "N-\(id)")
    invoice.creationMode = .external
    invoice.groupingKey = ""
    for place in invoice.lines.indices { invoice.lines[place].billingScheduleId = nil }
    invoice.lines[1].period = nil
    invoice.lines[1].type = .adjustment
    invoice.lines[0].ingested = IngestedLineDetails(
      priceBaseQuantity: try Fixtures.decimal("12.5"),
      allowances: [
        AmountWithReason(amount: try Fixtures.decimal("0.5"), reason: "loyalty"),
        AmountWithReason(amount: 1),
      ],
      charges: [AmountWithReason(amount: 2, reason: "freight")], taxTreatmentId: "TT-1",
      billingAddressId: "a1")
    invoice.lines[0].ingested?.terms = lineTerms
    invoice.lines[1].ingested = IngestedLineDetails(
      taxCategory: "AE", taxRate: 0, shippingAddressId: "a1", areTaxesGiven: true)
    invoice.ingested = IngestedDetails(
      documentType: .creditNote, uniqueIdentifier: "key-\(id)",
      referenceEntity: .order("ORD-1"), prepaidAmount: try Fixtures.usd("0.01"),
      payableRounding: try Fixtures.usd("-0.02"),
      addresses: [
        AddressGroup(label: "a1", address: Fixtures.address),
        AddressGroup(label: "a2", address: Fixtures.address),
      ],
      thirdPartyAmounts: [
        ThirdPartyAmount(amount: 7, description: "Toll"), ThirdPartyAmount(amount: 0),
      ])
    invoice.ingested?.terms = documentTerms
    invoice.balance = try Fixtures.usd("216.48")
    invoice.description = "November"
    invoice.purchaseOrderNumber = "PO-3"
    return invoice
  }
}
