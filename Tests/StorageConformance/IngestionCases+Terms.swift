internal import Billing
internal import Storage
internal import Testing

extension ConformanceCase {
  static let documentTerms: DocumentTerms = {
    var terms = DocumentTerms()
    for term in DocumentTerm.allCases { terms[term] = "\"\(term.rawValue)\" \u{1F9FE}" }
    terms.notes = ["#AAI#One", "Two"]
    terms.preceding = [
      DocumentTerms.PrecedingInvoice(number: "N-0", date: "2026-01-01", invoiceId: "I-0"),
      DocumentTerms.PrecedingInvoice(number: "N-1"),
    ]
    var means = DocumentTerms.PaymentMeans(code: "59")
    means.text = "Direct debit"
    means.iban = "DE89370400440532013000"
    means.accountName = "Us"
    means.bic = "COBADEFFXXX"
    means.reference = "N-2"
    means.mandate = "M-1"
    means.creditorId = "DE98ZZZ09999999999"
    means.debitedAccount = "SE4550000000058398257466"
    terms.paymentMeans = [means, DocumentTerms.PaymentMeans(code: "30")]
    terms.attachments = [
      DocumentTerms.SupportingDocument(id: "D-1", description: "Sheet", url: "https://a.example"),
      DocumentTerms.SupportingDocument(id: "D-2"),
    ]
    for role in PartyRole.allCases { terms[role] = party }
    terms[.seller]?.name = nil
    terms[.seller]?.vatId = nil
    terms[.buyer]?.identifiers = [PartyIdentifier(id: "7")]
    terms.sourceDocument = DocumentTerms.SourceDocument(
      name: "a \"b\".xml", sha256: String(repeating: "0f", count: 32))
    return terms
  }()

  private static var party: PartyTerms {
    var party = PartyTerms()
    party.name = "Party"
    party.tradingName = "Trade"
    party.identifiers = [
      PartyIdentifier(id: "4012345000009", scheme: "0088"), PartyIdentifier(id: "7"),
    ]
    party.vatId = "DE811907980"
    party.taxRegistrationNumber = "22/815"
    party.registrationNumber = "HRB 1"
    party.registrationScheme = "0002"
    party.legalForm = "Limited"
    party.electronicAddress = ElectronicAddress(scheme: "EM", id: "in@example.com")
    party.contact = SellerContact(name: "N", phone: "1", email: "n@example.com")
    party.address = Address(
      street: "", city: "Hamburg", postalCode: "", state: "HH", country: "DE")
    return party
  }

  static let lineTerms: LineTerms = {
    var terms = LineTerms()
    for term in LineTerm.allCases { terms[term] = term.rawValue }
    terms.itemIds.seller = "S-1"
    terms.itemIds.buyer = "B-1"
    terms.itemIds.standard = "04012345000030"
    terms.itemIds.standardScheme = "0160"
    terms.attributes = [LineTerms.ItemAttribute(name: "Colour", value: "Black")]
    terms.classifications = [
      LineTerms.ItemClassification(code: "39111500", list: "STI", listVersion: "26.08"),
      LineTerms.ItemClassification(code: "1", list: "HS"),
    ]
    return terms
  }()

  /// A database of version 12, before documents were kept as they say.
  static let upgradesOfSourceDocuments = [
    ConformanceCase("documents from before say nothing, and are written and ingested as ever") {
      opener in
      let earlier = try EarlierDatabase(opener, version: 12)
      try earlier.invoice("I-1", number: "N-1", external: .invoice)
      try earlier.line(of: "I-1", schedule: nil)
      try earlier.execute(
        """
        INSERT INTO ingested_line (invoice_id, line_position, price_base_quantity)
        VALUES ('I-1', 1, '1')
        """)
      try earlier.upgrade()
      let session = try opener.session()
      let stored = try #require(try Queries(session).invoice("I-1"))
      #expect(stored.ingested?.terms == DocumentTerms())
      #expect(stored.lines.map { $0.ingested?.terms } == [LineTerms()])

      // The invoice that an earlier document names is found, and what comes now says everything.
      var facts = FactsNeeded()
      facts.accounts.toInvoice = ["ACC-1"]
      facts.identifiers.preceding = ["N-1"]
      #expect(try session.load(facts).identifiers.only(withNumber: "N-1", of: "ACC-1") == "I-1")
      var next = stored
      next = try Fixtures.invoice("I-2", schedules: [], number: "N-2")
      next.creationMode = .external
      next.lines = stored.lines
      next.ingested = stored.ingested
      next.ingested?.terms = documentTerms
      next.lines[0].ingested?.terms = lineTerms
      try session.store([], invoices: [next])
      let again = try #require(try Queries(session).invoice("I-2"))
      #expect(again.ingested?.terms == documentTerms)
      #expect(again.lines[0].ingested?.terms == lineTerms)
    }
  ]

  static let documentLinks = [
    ConformanceCase("accounts, orders and invoices are found by what documents call them") {
      opener in
      let session = try opener.migrated()
      var known = try Fixtures.account()
      known.details.vatId = "no 888 888 888"
      known.details.electronicAddress = ElectronicAddress(scheme: "0088", id: "7300010000001")
      var order = Order(id: "ORD-1", accountId: "ACC-1", orderNumber: "77")
      order.purchaseOrderNumber = "PO-4711"
      try session.store([
        .account(known), .order(order),
        .order(Order(id: "ORD-2", accountId: "ACC-1", orderNumber: "78")),
      ])
      func found(_ keys: Set<BuyerKey>) throws -> WorkingSet {
        var needed = FactsNeeded()
        needed.accounts.ofBuyers = keys
        needed.accounts.orderNumbers = ["PO-4711", "78", "79"]
        return try session.load(needed)
      }
      let byVAT = try found([BuyerKey(vatId: "NO888888888")])
      #expect(byVAT.accounts(ofBuyer: [BuyerKey(vatId: "NO888888888")]) == ["ACC-1"])
      #expect(Set(byVAT.orders.keys) == ["ORD-1", "ORD-2"])
      let gln = BuyerKey.electronicAddress(
        ElectronicAddress(scheme: "0088", id: "7300010000001"))
      #expect(try found([gln]).accounts(ofBuyer: [gln]) == ["ACC-1"])
      let other = BuyerKey.electronicAddress(
        ElectronicAddress(scheme: "9930", id: "7300010000001"))
      #expect(try found([other]).accounts(ofBuyer: [other]) == [])
      #expect(try found([BuyerKey(vatId: "NO9")]).accounts.isEmpty)
    }
  ]
}
