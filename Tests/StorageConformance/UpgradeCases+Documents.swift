internal import Billing
internal import Storage
internal import Testing

extension ConformanceCase {
  /// A database of version 13, before records held what documents need.
  static let upgradesOfDocuments = [
    ConformanceCase("records from before have nothing for documents, and invoices keep nothing") {
      opener in
      let earlier = try EarlierDatabase(opener, version: 13)
      try earlier.legalEntity("LE-1")
      try earlier.invoice("I-1", number: "N-1", entity: "LE-1")
      try earlier.line(of: "I-1", schedule: nil)
      try earlier.upgrade()
      let session = try opener.session()
      var needed = FactsNeeded()
      needed.records.insert("ACC-1" as Account.ID)
      needed.records.insert("LE-1" as LegalEntity.ID)
      let facts = try session.load(needed)
      #expect(facts.accounts["ACC-1"]?.details == BuyerDetails())
      #expect(facts.legalEntities["LE-1"]?.details == SellerDetails())
      let queries = Queries(session)
      #expect(try queries.invoice("I-1")?.document == nil)

      // Its documents take what the records say now.
      var entity = try #require(facts.legalEntities["LE-1"])
      entity.details = RecordSet.sellerDetails
      var account = try #require(facts.accounts["ACC-1"])
      account.details = RecordSet.buyerDetails
      try session.store([.legalEntity(entity), .account(account)])
      let source = try #require(try queries.documentSource("N-1"))
      #expect(source.invoices.map(\.id) == ["I-1"] && source.creditMemo == nil)
      #expect(
        source.standIn
          == DocumentSnapshot(seller: RecordSet.sellerDetails, buyer: RecordSet.buyerDetails))
    }
  ]
}
