internal import Billing
internal import Storage
internal import Testing

extension ConformanceCase {
  /// A database of version 12, before records held what documents need.
  static let upgradesOfDocuments = [
    ConformanceCase("records from before have nothing for documents, and invoices keep nothing") {
      opener in
      let earlier = try EarlierDatabase(opener, version: 12)
      try earlier.legalEntity("LE-1")
      try earlier.invoice("I-1", number: "N-1", entity: "LE-1")
      try earlier.line(of: "I-1", schedule: nil)
      try earlier.upgrade()
      let session = try opener.session()
      let queries = Queries(session)
      #expect(try queries.invoice("I-1")?.document == nil)
      let nothing = DocumentSnapshot(seller: SellerDetails(), buyer: BuyerDetails())
      #expect(try queries.documentSource("I-1")?.standIns == ["I-1": nothing])

      // Its documents take what the records say now.
      var account = try Fixtures.account()
      account.details = RecordSet.buyerDetails
      try session.store([.legalEntity(RecordSet.fullEntity), .account(account)])
      let source = try #require(try queries.documentSource("N-1"))
      #expect(source.invoices.map(\.id) == ["I-1"] && source.creditMemo == nil)
      #expect(
        source.standIns == [
          "I-1": DocumentSnapshot(seller: RecordSet.sellerDetails, buyer: RecordSet.buyerDetails)
        ])
    },

    ConformanceCase(
      "documents of invoices from before have the tax categories that the records say"
    ) {
      opener in
      let earlier = try EarlierDatabase(opener, version: 12)
      try earlier.schedule("S-1")
      try earlier.invoice("I-1", number: "N-1")
      try earlier.line(of: "I-1", 1, schedule: "S-1")
      try earlier.line(of: "I-1", 2, schedule: nil, month: "2026-02")
      try earlier.upgrade()
      let session = try opener.session()
      var treatment = TaxTreatment(
        id: "E", name: "Exempt", isTaxable: false, taxCategory: "E", isDefault: true)
      treatment.exemptionReason = "Medical services"
      try session.store([.taxTreatment(treatment)])
      var taxes = DocumentSnapshot.Taxes()
      taxes.categories = [1: "E"]
      taxes.exemptions = ["E": DocumentSnapshot.Exemption(reason: "Medical services")]
      let standIn = try #require(try Queries(session).documentSource("I-1")?.standIns["I-1"])
      #expect(standIn.taxes == taxes)
      // What is checked when an e-mail is queued is what is written when it is sent.
      let facts = try session.load(SendEmail(invoiceIds: ["I-1"]).factsNeeded)
      let invoice = try #require(facts.invoices["I-1"])
      let account = try #require(facts.accounts["ACC-1"])
      #expect(invoice.documentStandIn(account, facts) == standIn)

      var exempt = account
      exempt.isTaxExempt = true
      try session.store([.account(exempt)])
      taxes.untaxed = "E"
      taxes.categories = [:]
      #expect(try Queries(session).documentSource("I-1")?.standIns["I-1"]?.taxes == taxes)
    },

    ConformanceCase(
      "invoices from before stay as they are when their accounts are not checked again"
    ) {
      opener in
      let earlier = try EarlierDatabase(opener, version: 12)
      try earlier.invoice("I-1", number: "N-1")
      try earlier.line(of: "I-1", schedule: nil)
      try earlier.upgrade()
      let session = try opener.session()
      let stored = try #require(try Queries(session).invoice("I-1"))
      #expect(stored.accountId == "ACC-1" && stored.lines.count == 1)
      #expect(try Queries(session).invoices(of: "ACC-1" as Account.ID) == [stored])
    },
  ]
}
