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
      #expect(try queries.documentSource("I-1")?.standIn == nothing)

      // Its documents take what the records say now.
      var account = try Fixtures.account()
      account.details = RecordSet.buyerDetails
      try session.store([.legalEntity(RecordSet.fullEntity), .account(account)])
      let source = try #require(try queries.documentSource("N-1"))
      #expect(source.invoices.map(\.id) == ["I-1"] && source.creditMemo == nil)
      #expect(
        source.standIn
          == DocumentSnapshot(seller: RecordSet.sellerDetails, buyer: RecordSet.buyerDetails))
    }
  ]
}
