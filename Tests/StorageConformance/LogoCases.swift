internal import Billing
internal import Storage
internal import TestSupport
internal import Testing

extension ConformanceCase {
  static let logos = [
    ConformanceCase(
      "a record is loaded with its logo's digest alone; what makes a page has the image"
    ) {
      opener in
      let session = try opener.migrated()
      let logo = try RecordSet.logo("d1", SamplePNG(width: 6, height: 4))
      try session.store([.account(try Fixtures.account()), .legalEntity(entity("LE-1", logo))])
      let loaded = try #require(try stored("LE-1", in: session).details.logo)
      #expect(loaded == logo && loaded.image == nil)
      // Written again as it was loaded, it keeps its image.
      try session.store([.legalEntity(entity("LE-1", loaded))])

      try session.store([], invoices: [try invoice("I-1", number: "N-1", logo)])
      let queries = Queries(session)
      #expect(try queries.documentSource("I-1")?.logo == logo.image)
      #expect(try queries.documentSource("N-1", withLogo: false)?.logo == nil)
      #expect(try queries.invoice("I-1")?.document?.seller.logo?.image == nil)
    },

    ConformanceCase("a record without a logo takes it away; posted invoices keep theirs") {
      opener in
      let session = try opener.migrated()
      let first = try RecordSet.logo("d1", SamplePNG(width: 6, height: 4))
      let second = try RecordSet.logo("d2", SamplePNG(width: 4, height: 6))
      // Two entities with one image.
      try session.store([
        .account(try Fixtures.account()), .legalEntity(entity("LE-1", first)),
        .legalEntity(entity("LE-2", first)),
      ])
      try session.store([], invoices: [try invoice("I-1", number: "N-1", first)])
      try session.store([.legalEntity(entity("LE-1", second))])
      try session.store(
        [], invoices: [try invoice("I-2", number: "N-2", second)])
      try session.store([.legalEntity(entity("LE-1", nil))])
      try session.store(
        [], invoices: [try invoice("I-3", number: "N-3", nil)])
      #expect(try stored("LE-1", in: session).details.logo == nil)
      #expect(try stored("LE-2", in: session).details.logo == first)
      let queries = Queries(session)
      for (id, logo) in [("I-1", first), ("I-2", second), ("I-3", nil)] as [(String, Logo?)] {
        let source = try #require(try queries.documentSource(id))
        #expect(source.logo == logo?.image, "\(id)")
      }
      // What was there before is there again.
      try session.store([.legalEntity(entity("LE-1", first))])
      #expect(try stored("LE-1", in: session).details.logo == first)
    },

    ConformanceCase("a digest without its image is not stored") { opener in
      let session = try opener.migrated()
      #expect(throws: StoreError.self) {
        try session.store([.legalEntity(entity("LE-1", Logo(digest: "d9")))])
      }
    },

    ConformanceCase("legal entities from before have no logo, and their invoices the one of now") {
      opener in
      let earlier = try EarlierDatabase(opener, version: 12)
      try earlier.legalEntity("LE-1")
      try earlier.invoice("I-1", number: "N-1", entity: "LE-1")
      try earlier.line(of: "I-1", schedule: nil)
      try earlier.upgrade(upTo: 21)
      try earlier.upgrade()
      let session = try opener.session()
      #expect(try stored("LE-1", in: session).name == "Seller AS")
      #expect(try stored("LE-1", in: session).details.logo == nil)
      #expect(try Queries(session).documentSource("I-1")?.logo == nil)
      let logo = try RecordSet.logo("d1", SamplePNG(width: 6, height: 4))
      try session.store([.legalEntity(entity("LE-1", logo))])
      #expect(try Queries(session).documentSource("I-1")?.logo == logo.image)
    },
  ]

  private static func entity(_ id: LegalEntity.ID, _ logo: Logo?) -> LegalEntity {
    var entity = LegalEntity(id: id, name: "Seller", address: Fixtures.address)
    entity.details.logo = logo
    return entity
  }

  private static func stored(
    _ id: LegalEntity.ID, in session: StoreSession
  ) throws -> LegalEntity {
    let facts = try session.load(RecordSet.needed(for: [.legalEntity(entity(id, nil))]))
    return try #require(facts.legalEntities[id])
  }

  /// Posted by LE-1 with this logo.
  private static func invoice(
    _ id: Invoice.ID, number: String, _ logo: Logo?
  ) throws -> Invoice {
    var invoice = try Fixtures.invoice(id, schedules: [], number: number)
    invoice.legalEntityId = "LE-1"
    var details = SellerDetails()
    details.logo = logo
    invoice.document = DocumentSnapshot(seller: details, buyer: BuyerDetails())
    return invoice
  }
}
