internal import CivilTime
internal import Storage
internal import Testing

extension ConformanceCase {
  /// What is shown of parked messages.
  static let deadLetters = [
    ConformanceCase("a parked message is shown field by field, with the first 64 KiB of its body") {
      opener in
      let session = try opener.migrated()
      let long = letter(
        "m-1", body: Array(repeating: 7, count: StoredDeadLetter.keptBodyLength + 1),
        replayOf: "E0")
      let bare = StoredDeadLetter(
        of: OutboxMessage(
          id: "m-2", exchange: "invoice.dead", routingKey: "q", eventId: nil,
          properties: OutboxMessage.Properties(messageId: "", type: "", appId: ""), body: [],
          createdAt: Fixtures.later(seconds: 1)),
        fingerprint: "f-2", queue: "", code: "X", faults: "[]", attempts: 0, replayOf: nil)
      try session.park([long, bare])
      let queries = Queries(session)
      let found = try #require(try queries.deadLetter("f-m-1"))
      #expect(found == long)
      #expect(found.bodySize == 65_537 && found.body.count == 65_536)
      #expect(try queries.deadLetter(id: "m-2") == bare)
      #expect(try queries.deadLetter("f-3") == nil)
      #expect(try queries.deadLetter(id: "f-2") == nil)
      let listed = try queries.deadLetters(DeadLetterCriteria(), limit: 9)
      #expect(listed.map(\.id) == ["m-1", "m-2"])
      #expect(listed.allSatisfy { $0.body.isEmpty }, "a list has no bodies")
      #expect(listed.map(\.properties) == [long.properties, bare.properties])
    },

    ConformanceCase("what a transaction parks is there with its commit alone") { opener in
      let session = try opener.migrated()
      #expect(throws: StoreError.self) {
        try session.transaction { transaction throws(StoreError) in
          try transaction.park([letter("m-1")])
          throw StoreError(.fault, "not to be committed")
        }
      }
      #expect(try Queries(session).deadLetters(DeadLetterCriteria(), limit: 9) == [])
    },

    ConformanceCase("dead letters are listed as asked for, the oldest first, page by page") {
      opener in
      let session = try opener.migrated()
      // Three were parked in one moment.
      try session.park([
        letter("m-3", second: 2, code: "B"), letter("m-1"), letter("m-2"), letter("m-0", code: "B"),
        letter("m-4", second: 3, source: "erp", type: "t.v2", queue: "invoice.run"),
      ])
      let queries = Queries(session)
      func ids(
        after place: DeadLetterPlace? = nil, limit: Int = 9,
        _ change: (inout DeadLetterCriteria) -> Void = { _ in }
      ) throws -> [String] {
        var criteria = DeadLetterCriteria()
        change(&criteria)
        let found = try queries.deadLetters(criteria, after: place, limit: limit).map(\.id)
        #expect(try queries.countDeadLetters(criteria, upTo: 9) >= found.count)
        return found
      }
      let all = ["m-0", "m-1", "m-2", "m-3", "m-4"]
      #expect(try ids() == all)
      for limit in 1...6 {
        var found: [String] = []
        var place: DeadLetterPlace?
        while true {
          let page = try queries.deadLetters(DeadLetterCriteria(), after: place, limit: limit)
          found += page.map(\.id)
          guard let last = page.last, found.count < 20 else { break }
          place = DeadLetterPlace(parkedAt: last.parkedAt, id: last.id)
        }
        #expect(found == all, "\(limit)")
      }
      #expect(try ids { $0.code = "B" } == ["m-0", "m-3"])
      #expect(try ids { $0.source = "erp" } == ["m-4"])
      #expect(try ids { $0.type = "t.v2" } == ["m-4"])
      #expect(try ids { $0.queue = "invoice.run" } == ["m-4"])
      #expect(try ids { $0.parkedBefore = Fixtures.later(seconds: 2) } == ["m-0", "m-1", "m-2"])
      #expect(try ids { $0.fingerprints = ["f-m-3", "f-m-1", "f"] } == ["m-1", "m-3"])
      #expect(try ids { ($0.identifiers, $0.ids) = (["r-m-2"], ["m-4"]) } == ["m-2", "m-4"])
      #expect(try ids { $0.identifiers = [] } == [])
      #expect(
        try ids {
          $0.code = "B"
          $0.parkedBefore = Fixtures.later(seconds: 1)
        } == ["m-0"])
    },

    ConformanceCase("dead letters are counted up to a bound, in all and by error code") { opener in
      let session = try opener.migrated()
      let queries = Queries(session)
      #expect(try queries.countDeadLettersByCode(upTo: 2).isEmpty)
      #expect(try queries.countDeadLetters(DeadLetterCriteria(), upTo: 2) == 0)
      try session.park(
        (1...7).map { letter("m-\($0)", code: $0 < 5 ? "B" : $0 < 7 ? "A" : "C") })
      let codes = try queries.countDeadLettersByCode(upTo: 3).sorted { $0.code < $1.code }
      #expect(codes.map(\.code) == ["A", "B", "C"])
      #expect(codes.map(\.count) == [2, 4, 1], "of more than three that and one")
      #expect(try queries.countDeadLetters(DeadLetterCriteria(), upTo: 3) == 4)
      #expect(try queries.countDeadLetters(DeadLetterCriteria(), upTo: 7) == 7)
    },

    ConformanceCase("the number of a dead letter is its place, whatever is asked for") { opener in
      let session = try opener.migrated()
      try session.park((1...5).map { letter("m-\($0)", second: Int64($0), code: "C\($0 % 2)") })
      let queries = Queries(session)
      #expect(
        try queries.deadLetterNumbers(of: ["m-2", "m-5", "none"]) == ["m-2": 2, "m-5": 5])
      #expect(try queries.deadLetterIds(numbered: [1, 5, 6, 0]) == [1: "m-1", 5: "m-5"])
      #expect(try queries.deadLetterIds(numbered: []) == [:])
      try session.removeParked(["f-m-1"])
      #expect(try queries.deadLetterNumbers(of: ["m-2"]) == ["m-2": 1])
    },

    ConformanceCase("a row goes with its message: of those that nothing tells apart one each time")
    { opener in
      let session = try opener.migrated()
      try session.park(
        (1...3).map { letter("m-\($0)", fingerprint: "alike") } + [letter("m-4"), letter("m-5")])
      func left() throws -> [String] {
        try Queries(session).deadLetters(DeadLetterCriteria(), limit: 9).map(\.id)
      }
      try session.removeParked(["alike", "f-m-4", "f-never-recorded"])
      #expect(try left() == ["m-2", "m-3", "m-5"])
      try session.removeParked(["alike", "alike", "alike"])
      #expect(try left() == ["m-5"])
      try session.removeParked([])
      #expect(try session.removeParked(ids: ["m-5", "m-6"]) == 1)
      #expect(try session.removeParked(ids: []) == 0)
      #expect(try left() == [])
    },

    ConformanceCase("old rows and those beyond the bound go in small steps, the oldest first") {
      opener in
      let session = try opener.migrated()
      try session.park((0..<9).map { letter("m-\($0)", second: Int64($0 / 2)) })
      func left() throws -> Int {
        try Queries(session).countDeadLetters(DeadLetterCriteria(), upTo: 99)
      }
      #expect(try session.oldestParked(ofLatest: 9) == nil)
      #expect(try session.oldestParked(ofLatest: 8) == Fixtures.now)
      #expect(try session.oldestParked(ofLatest: 1) == Fixtures.later(seconds: 4))
      let end = try #require(try session.oldestParked(ofLatest: 4))
      #expect(end == Fixtures.later(seconds: 2))
      #expect(try session.removeParked(before: end, limit: 3) == 3)
      #expect(try session.removeParked(before: end, limit: 3) == 1)
      #expect(try session.removeParked(before: end, limit: 3) == 0)
      // Those of one moment stay together: one more than were asked for.
      #expect(try left() == 5)
    },

    ConformanceCase("a parked message is under way for as long as the outbox has it") { opener in
      let session = try opener.migrated()
      let message = OutboxMessage(
        id: "m-1", exchange: "invoice.dead", routingKey: "q", eventId: nil,
        properties: OutboxMessage.Properties(), body: [], createdAt: Fixtures.now)
      try session.transaction { transaction throws(StoreError) in
        try transaction.enqueue([message, Fixtures.message("m-2")], leasedUntil: Fixtures.now)
      }
      let queries = Queries(session)
      #expect(try queries.deadLettersUnderWay(upTo: 1) == ["m-1"], "m-2 is an event")
      #expect(try queries.deadLettersUnderWay(upTo: 0) == nil)
      try session.deleteSent(SentRows(messages: ["m-1"]))
      #expect(try queries.deadLettersUnderWay(upTo: 1) == [])
    },

    ConformanceCase("a database from before has no row of what was parked, and keeps what it holds")
    { opener in
      let earlier = try EarlierDatabase(opener, version: 12)
      try earlier.invoice("I-1", number: "INV-1")
      try earlier.line(of: "I-1", schedule: nil)
      try earlier.upgrade(upTo: 23)
      try earlier.upgrade()
      let session = try opener.session()
      let queries = Queries(session)
      #expect(try queries.deadLetters(DeadLetterCriteria(), limit: 9) == [])
      #expect(try queries.known(invoiceNumbers: ["INV-1"]) == ["INV-1"])
      // Replayed or discarded by a look in the queue: there is nothing to take away.
      try session.removeParked(["f-1"])
      try session.park([letter("m-1")])
      #expect(try queries.deadLetters(DeadLetterCriteria(), limit: 9).map(\.id) == ["m-1"])
    },
  ]

  /// Of a request `r-ID`, parked so many seconds after the beginning.
  private static func letter(
    _ id: String, second: Int64 = 0, fingerprint: String? = nil, code: String = "A",
    source: String = "crm", type: String = "t.v1", queue: String = "invoice.generate",
    body: [UInt8] = [0, 1, 255], replayOf: String? = nil
  ) -> StoredDeadLetter {
    let message = OutboxMessage(
      id: id, exchange: "invoice.dead", routingKey: queue, eventId: nil,
      properties: OutboxMessage.Properties(
        contentType: "application/json", contentEncoding: "gzip", messageId: "r-\(id)", type: type,
        correlationId: "c", appId: source, headers: #"{"fault-code":"A"}"#),
      body: body, createdAt: Fixtures.later(seconds: second))
    return StoredDeadLetter(
      of: message, fingerprint: fingerprint ?? "f-\(id)", queue: queue, code: code,
      faults: #"[{"errorCode":"A"}]"#, attempts: 2, replayOf: replayOf)
  }
}

extension StoreSession {
  fileprivate func park(_ letters: [StoredDeadLetter]) throws(StoreError) {
    try transaction { transaction throws(StoreError) in try transaction.park(letters) }
  }
}
