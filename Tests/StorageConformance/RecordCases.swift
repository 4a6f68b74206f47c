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
