internal import Billing
internal import Storage
internal import Testing

extension ConformanceCase {
  static let records = [
    ConformanceCase("every record comes back as it was stored, with all its fields") { opener in
      let session = try opener.migrated()
      try expectRoundTrip(try RecordSet.full(), on: session)
    },

    ConformanceCase("every record comes back with its optional fields absent") { opener in
      let session = try opener.migrated()
      try expectRoundTrip(try RecordSet.sparse(), on: session)
    },

    ConformanceCase("storing again replaces, and clears what is absent now") { opener in
      let session = try opener.migrated()
      try session.store(try RecordSet.full())
      try expectRoundTrip(try RecordSet.sparse(), on: session)
      try expectRoundTrip(try RecordSet.full(), on: session)
    },

    ConformanceCase("each kind is stored, and sent, no earlier than those that its records name") {
      _ in
      let records = try RecordSet.full()
      #expect(Set(records.map { $0.reference.type }) == Set(Record.kinds.map { $0.type }))
      let order = Record.kinds.map { $0.type }
      for record in records {
        let type = record.reference.type
        let kind = try #require(type.kind)
        // An account and its contacts name each other.
        for link in record.links where (type, link.target.type) != (.account, .contact) {
          let target = try #require(link.target.type.kind)
          #expect(target.stage <= kind.stage, "\(type) names \(link.target.type)")
          let (own, others) = (order.firstIndex(of: type), order.firstIndex(of: link.target.type))
          #expect(try #require(others) <= #require(own), "\(type) names \(link.target.type)")
        }
      }
    },

    ConformanceCase("a schedule without progress is not stored") { opener in
      let session = try opener.migrated()
      var schedule = try Fixtures.schedule("BS-1")
      schedule.progress = nil
      let records: [Record] = [.account(try Fixtures.account()), .billingSchedule(schedule)]
      #expect(throws: StoreError.self) { try session.store(records) }
      #expect(try session.load(RecordSet.needed(for: records)).accounts.isEmpty)
    },
  ]

  private static func expectRoundTrip(_ records: [Record], on session: StoreSession) throws {
    try session.store(records)
    let facts = try session.load(RecordSet.needed(for: records))
    for record in records {
      #expect(RecordSet.stored(record, in: facts) == record)
    }
    #expect(facts.changed.isEmpty)
  }
}
