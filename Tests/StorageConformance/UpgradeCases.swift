internal import Billing
internal import CivilTime
internal import Monetary
internal import Storage
internal import Testing

/// Databases that an earlier version made and filled.
extension ConformanceCase {
  static let upgrades = [
    ConformanceCase("error logs and invoices of a database from before are listed, the logs open") {
      opener in
      let earlier = try EarlierDatabase(opener, version: 4)
      for number in ["N-1", "N-2"] { try earlier.invoice(number, number: number) }
      try earlier.execute(
        """
        INSERT INTO error_log (primary_type, primary_id, related_type, related_id, category,
          error_log_number, severity, error_code, error_message, account_id, occurrences,
          first_seen_at, last_seen_at)
        VALUES ('Account', 'ACC-1', '', '', 'InvoiceGeneration', 'EL-000001', 'Error', 'X', 'Why.',
          'ACC-1', 1, \(Fixtures.now), \(Fixtures.now))
        """)
      try earlier.upgrade()
      let queries = Queries(try opener.session())
      let logs = try queries.errorLogs(.account("ACC-1"), limit: 10)
      #expect(logs.map(\.number) == ["EL-000001"] && logs.map(\.resolvedAt) == [nil])
      let heads = try queries.invoiceHeads(InvoiceSelection(.account("ACC-1")), limit: 10)
      #expect(heads.map(\.number) == ["N-2", "N-1"])
      #expect(heads.map(\.accountName) == ["Old", "Old"])
      #expect(heads.map(\.seller) == [nil, nil] && heads.map(\.billingContractId) == [nil, nil])
    },

    ConformanceCase(
      "invoices from before name their seller and the one contract of all their lines"
    ) { opener in
      let earlier = try EarlierDatabase(opener, version: 6)
      try earlier.legalEntity("LE-1")
      for id in ["C-1", "C-2"] { try earlier.contract(id) }
      try earlier.group("G-1", contract: "C-2")
      try earlier.schedule("S-1", contract: "C-1")
      // The group's contract, whatever the schedule says.
      try earlier.schedule("S-2", contract: "C-1", group: "G-1")
      try earlier.schedule("S-3")
      try earlier.invoice("I-1", number: "N-1", entity: "LE-1")
      try earlier.line(of: "I-1", 1, schedule: "S-1", month: "2026-01")
      try earlier.line(of: "I-1", 2, schedule: "S-1", month: "2026-02")
      try earlier.invoice("I-2", number: "N-2")
      try earlier.line(of: "I-2", schedule: "S-2")
      try earlier.invoice("I-3", number: "N-3")
      try earlier.line(of: "I-3", 1, schedule: "S-1", month: "2026-03")
      try earlier.line(of: "I-3", 2, schedule: "S-2", month: "2026-03")
      try earlier.invoice("I-4", number: "N-4")
      try earlier.line(of: "I-4", 1, schedule: "S-1", month: "2026-04")
      try earlier.line(of: "I-4", 2, schedule: "S-3", month: "2026-04")
      try earlier.invoice("I-5", number: "N-5", external: .invoice)
      try earlier.line(of: "I-5", schedule: nil)
      try earlier.upgrade()

      let queries = Queries(try opener.session())
      let heads = try queries.invoiceHeads(InvoiceSelection(.account("ACC-1")), limit: 10)
      #expect(heads.map(\.id) == ["I-5", "I-4", "I-3", "I-2", "I-1"])
      #expect(heads.map(\.billingContractId) == [nil, nil, nil, "C-2", "C-1"])
      #expect(heads.map(\.accountName) == Array(repeating: "Old", count: 5))
      let seller = Invoice.Seller(
        name: "Seller AS",
        address: Address(
          street: "Karl 1", city: "Oslo", postalCode: "0150", state: "OS", country: "NO"),
        taxRegistrationNumber: "NO999")
      #expect(heads.map(\.seller) == [nil, nil, nil, nil, seller])
      let whole = try #require(try queries.invoice("I-1"))
      #expect(whole.seller == seller && whole.billingContractId == "C-1" && whole.lines.count == 2)
      #expect(whole.billingCycle?.from == (try Fixtures.date("2026-01-01")))
    },

    ConformanceCase(
      "re-invoiced invoices from before name each other, and their lines are of no late usage"
    ) { opener in
      let earlier = try EarlierDatabase(opener, version: 8)
      try earlier.schedule("S-1")
      for (place, id) in ["I-1", "I-2", "I-3", "I-4"].enumerated() {
        try earlier.invoice(id, number: "N-\(place + 1)")
        try earlier.line(of: id, schedule: "S-1", reissue: place)
      }
      // A pair that both name, one that only the earlier names, one that only the later names.
      try earlier.execute("UPDATE invoice SET reinvoiced_by = 'I-2' WHERE id = 'I-1'")
      try earlier.execute(
        "UPDATE invoice SET reinvoice_of = 'I-1', reinvoiced_by = 'I-3' WHERE id = 'I-2'")
      try earlier.execute("UPDATE invoice SET reinvoice_of = 'I-3' WHERE id = 'I-4'")
      try earlier.upgrade()

      let session = try opener.session()
      let queries = Queries(session)
      let invoices = try queries.invoices(of: "ACC-1" as Account.ID).sorted { $0.id < $1.id }
      #expect(invoices.map(\.reinvoiceOf) == [[], ["I-1"], ["I-2"], ["I-3"]])
      #expect(invoices.map(\.reinvoicedBy) == [["I-2"], ["I-3"], ["I-4"], []])
      #expect(invoices.flatMap { $0.lines.map(\.lateUsage) } == [0, 0, 0, 0])
      #expect(invoices.flatMap { $0.lines.map(\.reissue) } == [0, 1, 2, 3])
      let today = try Fixtures.date("2026-03-01")
      let view = try #require(try queries.schedule("S-1", today: today))
      #expect(view.schedule.anchorDate == nil)

      // The period is still held, and has room for usage that comes late.
      var late = try Fixtures.invoice(
        "I-5", schedules: ["S-1"], from: "2026-01-01", to: "2026-01-28", number: "N-5")
      let error = try #require(throws: StoreError.self) {
        try session.store([], invoices: [late])
      }
      #expect(error.kind == .constraint)
      late.lines[0].lateUsage = 1
      try session.store([], invoices: [late])
      #expect(try queries.invoice("I-5") == late)
    },

    ConformanceCase(
      "numbers from before are their legal entity's, and other sellers may have them too"
    ) { opener in
      let earlier = try EarlierDatabase(opener, version: 9)
      try earlier.legalEntity("LE-1")
      try earlier.invoice("I-1", number: "N-1", external: .invoice)
      try earlier.invoice("I-2", number: "N-1", entity: "LE-1", external: .creditNote)
      try earlier.invoice("I-3", number: "N-1")
      for id in ["I-1", "I-2", "I-3"] { try earlier.line(of: id, schedule: nil) }
      try earlier.upgrade()

      let session = try opener.session()
      var needed = FactsNeeded()
      needed.identifiers.numbers = ["N-1"]
      let known = try session.load(needed).identifiers
      func first(_ type: DocumentType, _ entity: LegalEntity.ID?, _ seller: String? = nil)
        -> Invoice.ID?
      {
        known.first(
          withNumber: "N-1", in: NumberScope(type, legalEntityId: entity, sellerId: seller))
      }
      #expect(first(.creditNote, "LE-1") == "I-2" && first(.invoice, "LE-1") == nil)
      #expect(first(.creditNote, nil) == nil && first(.invoice, nil, "X") == nil)
      // One that was generated and one from outside, as earlier versions let them be.
      let holder = first(.invoice, nil)
      #expect(holder == "I-1" || holder == "I-3")

      let queries = Queries(session)
      for id in ["I-1", "I-2"] as [Invoice.ID] {
        let invoice = try #require(try queries.invoice(id.text))
        #expect(invoice.ingested?.thirdPartyAmounts == [] && invoice.ingested?.seller == nil)
        #expect(invoice.purchaseOrderNumber == nil)
      }
      let heads = try queries.invoiceHeads(InvoiceSelection(.account("ACC-1")), limit: 10)
      #expect(heads.map(\.number) == ["N-1", "N-1", "N-1"])

      func ingested(_ id: Invoice.ID, seller: DocumentSeller?) throws -> Invoice {
        var invoice = try Fixtures.invoice(id, schedules: ["S"], number: "N-1")
        invoice.creationMode = .external
        invoice.lines[0].billingScheduleId = nil
        invoice.ingested = IngestedDetails(
          documentType: .invoice, uniqueIdentifier: nil, referenceEntity: nil,
          prepaidAmount: try Fixtures.usd("0"), payableRounding: try Fixtures.usd("0"),
          seller: seller)
        return invoice
      }
      let error = try #require(throws: StoreError.self) {
        try session.store([], invoices: [try ingested("I-4", seller: nil)])
      }
      #expect(error.kind == .constraint)
      try session.store([], invoices: [try ingested("I-5", seller: DocumentSeller(id: "X"))])
      #expect(try queries.invoice("I-5")?.ingested?.seller?.id == "X")
    },

    ConformanceCase(
      "messages of a database from before are still sent; their content encoding is not known"
    ) { opener in
      let session = try opener.session(for: .migrating)
      _ = try Schema(session).migrate(upTo: 10)
      let database = try opener.open(for: .migrating)
      let stored = OutboxMessage(
        id: "m-1", exchange: "invoice.dead", routingKey: "invoice.generate", eventId: nil,
        properties: OutboxMessage.Properties(contentType: "application/json", headers: "{}"),
        body: Array("ab".utf8), createdAt: Fixtures.now)
      let body = SQL(
        stringLiteral: "CAST('ab' AS \(database.dialect.typeName(.bytes)))")
      try database.execute(
        """
        INSERT INTO outbox_message (id, exchange, routing_key, content_type, headers, created_at,
          leased_until, attempts, body)
        VALUES ('m-1', 'invoice.dead', 'invoice.generate', 'application/json', '{}',
          \(Fixtures.now), \(Fixtures.now), 3, \(body))
        """)
      #expect(try Schema(session).migrate().contains(11))
      let relay = try opener.session()
      let leased = try relay.leaseOutbox(
        limit: 10, now: Fixtures.now, until: Fixtures.later(seconds: 1))
      #expect(leased == [LeasedMessage(message: stored, attempts: 3)])
    },

    ConformanceCase(
      "what is canceled of a database from before frees its identifier, its number and its debit memo"
    ) { opener in
      let earlier = try EarlierDatabase(opener, version: 11)
      try earlier.invoice("I-1", number: "N-1", external: .invoice)
      try earlier.line(of: "I-1", schedule: nil)
      try earlier.execute("UPDATE invoice SET status = 'Draft', number_scope = 'Invoice'")
      try earlier.execute(
        """
        UPDATE ingested_invoice SET unique_identifier = 'U-1', reference_type = 'DebitMemo',
          reference_id = 'D-1'
        """)
      try earlier.upgrade()

      let session = try opener.session()
      let stored = try #require(try Queries(session).invoice("I-1"))
      #expect(stored.reason == nil)
      let second = Invoice(
        id: "I-2", number: stored.number, status: .draft, creationMode: .external,
        accountId: stored.accountId, currency: stored.currency, invoiceDate: stored.invoiceDate,
        dueDate: stored.dueDate, billToContact: stored.billToContact,
        groupingKey: stored.groupingKey, lines: stored.lines,
        billingAddress: stored.billingAddress, totalAmount: stored.totalAmount,
        totalTaxAmount: stored.totalTaxAmount, totalAmountWithTax: stored.totalAmountWithTax,
        balance: stored.balance, request: stored.request, ingested: stored.ingested)
      let error = try #require(throws: StoreError.self) {
        try session.store([], invoices: [second])
      }
      #expect(error.kind == .constraint)
      var needed = FactsNeeded()
      needed.identifiers.uniqueIdentifiers = ["U-1"]
      #expect(try session.load(needed).identifiers.first(withUniqueIdentifier: "U-1") == "I-1")

      var ofContract = stored
      ofContract.billingContractId = "C-1"
      ofContract.version = 2
      try session.transaction { transaction throws(StoreError) in
        try transaction.update([
          InvoiceChange(
            ofContract, [.updated([])], previousBalance: stored.balance, lines: .unchanged)
        ])
      }
      var canceled = ofContract
      canceled.status = .canceled
      canceled.reason = "sent twice"
      canceled.balance = .zero(stored.currency)
      canceled.version = 3
      try session.transaction { transaction throws(StoreError) in
        try transaction.update([
          InvoiceChange(canceled, [.canceled], previousBalance: stored.balance, lines: .states)
        ])
      }
      #expect(try Queries(session).invoice("I-1") == canceled)
      #expect(try session.load(needed).identifiers.first(withUniqueIdentifier: "U-1") == nil)
      #expect(try Queries(session).invoice("N-1")?.id == "I-1")
      try session.store([], invoices: [second])
      #expect(try Queries(session).invoice("I-2") == second)
      #expect(try Queries(session).invoice("N-1")?.id == "I-2", "the one that bears it now")
      let selection = InvoiceSelection(.contract("C-1"))
      let heads = try Queries(session).invoiceHeads(selection, limit: 10)
      #expect(heads.map(\.id) == ["I-1"], "without a live line")
    },

    ConformanceCase("what was taken back before is found by its contract, and so is what is now") {
      opener in
      let earlier = try EarlierDatabase(opener, version: 12)
      try earlier.contract("C-1")
      for number in ["N-1", "N-2", "N-3"] { try earlier.invoice(number, number: number) }
      try earlier.upgrade(upTo: 27)
      try earlier.execute(
        "UPDATE invoice SET billing_contract_id = 'C-1' WHERE id <> \("N-2")")
      try earlier.execute("UPDATE invoice SET status = 'Canceled' WHERE id <> \("N-3")")
      try earlier.upgrade()
      let queries = Queries(try opener.session())
      let selection = InvoiceSelection(.contract("C-1"))
      #expect(try queries.invoiceHeads(selection, limit: 10).map(\.id) == ["N-1"])

      try earlier.execute("UPDATE invoice SET status = 'Canceled' WHERE id = \("N-3")")
      #expect(try queries.invoiceHeads(selection, limit: 10).map(\.id) == ["N-3", "N-1"])
    },
  ]
}
