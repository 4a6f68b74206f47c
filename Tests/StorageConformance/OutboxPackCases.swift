internal import CivilTime
internal import Storage
internal import Testing

/// Rows of the outbox that hold several messages.
extension ConformanceCase {
  static let outboxPacks =
    packsWritten + packsUnpacked + packsOverdue

  private static let packsWritten = [
    ConformanceCase(
      "events of one transaction share a row, in their order; what is no event, or long, does not"
    ) {
      opener in
      let session = try opener.migrated()
      let letter = OutboxMessage(
        id: "d-1", exchange: "invoice.dead", routingKey: "", eventId: nil,
        properties: OutboxMessage.Properties(), body: [1], createdAt: Fixtures.now)
      let long = Fixtures.message("long", bytes: OutboxPack.largestBody)
      let stored = try session.enqueueTogether(
        [Fixtures.message("m-1"), letter, Fixtures.message("m-2"), long, Fixtures.message("m-3")])
      #expect(stored.map(\.id) == ["m-1", "d-1", "m-2", "long", "m-3"])
      let pack = OutboxPack(id: "m-1", events: 3)
      #expect(stored.map(\.pack) == [pack, nil, pack, nil, pack])
      #expect(try session.countUnsentEvents() == 4, "the dead letter is none")
      #expect(try session.leased(at: 60).map(\.message.id).sorted() == ["d-1", "long"])
    },

    ConformanceCase("a message that comes alone has a row of its own") { opener in
      let session = try opener.migrated()
      let stored = try session.enqueueTogether([Fixtures.message("m-1")])
      #expect(stored == [Fixtures.message("m-1")])
      #expect(try session.enqueueTogether([]).isEmpty)
      #expect(try session.leased(at: 60).map(\.message.id) == ["m-1"])
    },

    ConformanceCase("packs are bounded in messages and bytes") { opener in
      let session = try opener.migrated()
      let most = OutboxPack.mostEvents
      let many = (0...most).map { Fixtures.message("m-\($0)") }
      let ofMany = try session.enqueueTogether(many)
      #expect(ofMany.dropLast().allSatisfy { $0.pack == OutboxPack(id: "m-0", events: most) })
      #expect(ofMany.last?.pack == nil)
      let size = OutboxPack.largestBody - 1
      let count = OutboxPack.mostBytes / size
      let long = (0..<(count + 2)).map { Fixtures.message("l-\($0)", bytes: size) }
      let ofLong = try session.enqueueTogether(long)
      #expect(
        Set(ofLong.map(\.pack)) == [
          OutboxPack(id: "l-0", events: count), OutboxPack(id: "l-\(count)", events: 2),
        ])
      #expect(try session.countUnsentEvents() == most + 1 + count + 2)
    },

    ConformanceCase("a pack is deleted as one, and is not counted any more") { opener in
      let session = try opener.migrated()
      _ = try session.enqueueTogether(["m-1", "m-2", "m-3"].map { Fixtures.message($0) })
      _ = try session.enqueueTogether(["n-1", "n-2"].map { Fixtures.message($0) })
      #expect(try session.countUnsentEvents() == 5)
      try session.transaction { transaction throws(StoreError) in
        try transaction.deleteSent(SentRows(messages: ["m-1"], packs: ["m-1", "unknown"]))
      }
      #expect(try session.countUnsentEvents() == 2)
      try session.deleteSent(SentRows(packs: ["n-1"]))
      #expect(try session.countUnsentEvents() == 0)
      #expect(try session.oldestUnsentEvent() == nil)
      #expect(try session.unpackOverdue(limit: 10, now: Fixtures.later(seconds: 600)).count == 0)
    },

    ConformanceCase("the oldest event is found among rows and packs") { opener in
      let session = try opener.migrated()
      #expect(try session.oldestUnsentEvent() == nil)
      _ = try session.enqueueTogether(
        [Fixtures.message("c", at: 3), Fixtures.message("d", at: 3)])
      #expect(try session.oldestUnsentEvent() == Fixtures.later(seconds: 3))
      _ = try session.enqueueTogether([Fixtures.message("e", at: 4)])
      #expect(try session.oldestUnsentEvent() == Fixtures.later(seconds: 3))
      _ = try session.enqueueTogether([Fixtures.message("b", at: 2)])
      #expect(try session.oldestUnsentEvent() == Fixtures.later(seconds: 2))
      _ = try session.enqueueTogether(
        [Fixtures.message("a", at: 1), Fixtures.message("aa", at: 1)])
      #expect(try session.oldestUnsentEvent() == Fixtures.later(seconds: 1))
    },

    ConformanceCase("a rolled back transaction leaves no pack") { opener in
      let session = try opener.migrated()
      #expect(throws: StoreError.self) {
        try session.transaction { transaction throws(StoreError) in
          _ = try transaction.enqueueTogether(
            [Fixtures.message("m-1"), Fixtures.message("m-2")], leasedUntil: Fixtures.now)
          throw StoreError(.fault, "on purpose")
        }
      }
      #expect(try session.countUnsentEvents() == 0)
    },

    ConformanceCase("rows of the outbox of a database from before are sent as they are") { opener in
      let earlier = try EarlierDatabase(opener, version: 25)
      let type = try opener.open(for: .migrating).dialect.typeName(.bytes)
      let body = SQL(stringLiteral: "CAST('ab' AS \(type))")
      try earlier.execute(
        """
        INSERT INTO outbox_message (id, exchange, routing_key, event_id, created_at, leased_until,
          attempts, body)
        VALUES ('m-1', 'invoice.events', 'e', 'e-1', \(Fixtures.now), \(Fixtures.now), 2, \(body))
        """)
      try earlier.upgrade()
      let session = try opener.session()
      #expect(try session.countUnsentEvents() == 1)
      #expect(try session.oldestUnsentEvent() == Fixtures.now)
      let leased = try session.leased(at: 1)
      #expect(leased.map(\.message.id) == ["m-1"] && leased.map(\.attempts) == [2])
      #expect(leased.first?.message.body == Array("ab".utf8))
      _ = try session.enqueueTogether([Fixtures.message("n-1"), Fixtures.message("n-2")])
      #expect(try session.countUnsentEvents() == 3)
    },
  ]

  private static let packsUnpacked = [
    ConformanceCase(
      "unpacked messages are rows under the pack's lease, but those that are confirmed"
    ) {
      opener in
      let session = try opener.migrated()
      let messages = ["m-1", "m-2", "m-3"].map { Fixtures.message($0) }
      _ = try session.enqueueTogether(messages)
      try session.unpack(["m-1"], without: ["m-2"])
      #expect(try session.countUnsentEvents() == 2)
      #expect(try session.leased(at: 29) == [])
      let leased = try session.leased(at: 30)
      #expect(
        leased.sorted { $0.message.id < $1.message.id } == [
          LeasedMessage(message: messages[0], attempts: 0),
          LeasedMessage(message: messages[2], attempts: 0),
        ])
      // What was confirmed meanwhile goes by itself; the pack is gone, and deleting it takes nothing else along.
      try session.deleteSent(SentRows(messages: ["m-2", "m-3"], packs: ["m-1"]))
      #expect(try session.countUnsentEvents() == 1)
    },

    ConformanceCase("an unpacked message that is released waits for no lease") { opener in
      let session = try opener.migrated()
      _ = try session.enqueueTogether(["m-1", "m-2", "m-3"].map { Fixtures.message($0) })
      try session.unpack(["m-1"], without: ["m-1"], releasing: ["m-1", "m-3", "unknown"])
      #expect(try session.leased(at: 1).map(\.message.id) == ["m-3"])
      #expect(try session.leased(at: 30).map(\.message.id) == ["m-2"])
    },

    ConformanceCase("a pack that is gone is nothing to unpack") { opener in
      let session = try opener.migrated()
      _ = try session.enqueueTogether(["m-1", "m-2"].map { Fixtures.message($0) })
      try session.unpack(["m-1", "unknown"], without: [])
      try session.unpack(["m-1"], without: [])
      try session.unpack([], without: [])
      #expect(try session.countUnsentEvents() == 2)
    },

    ConformanceCase("one message of a pack is put off by itself once it is unpacked") { opener in
      let session = try opener.migrated()
      _ = try session.enqueueTogether(["m-1", "m-2"].map { Fixtures.message($0) })
      try session.unpack(["m-1"], without: [])
      try session.postpone(["m-2"], until: Fixtures.later(seconds: 300))
      #expect(try session.leased(at: 60).map(\.message.id) == ["m-1"])
      let late = try session.leaseOutbox(
        limit: 10, now: Fixtures.later(seconds: 300), until: Fixtures.later(seconds: 900))
      #expect(late.first { $0.message.id == "m-2" }?.attempts == 1)
    },

    ConformanceCase("a pack that the database does not take is not unpacked in part") { opener in
      let session = try opener.migrated()
      _ = try session.enqueueTogether(["m-1", "m-2"].map { Fixtures.message($0) })
      // A row is in the way of one of its messages.
      try session.transaction { transaction throws(StoreError) in
        try transaction.enqueue([Fixtures.message("m-2")], leasedUntil: Fixtures.now)
      }
      try session.unpack(["m-1"], without: [])
      #expect(try session.countUnsentEvents() == 3)
      try session.deleteSent(SentRows(messages: ["m-2"]))
      try session.unpack(["m-1"], without: [])
      #expect(try session.countUnsentEvents() == 2)
    },
  ]

  private static let packsOverdue = [
    ConformanceCase("a pack whose lease has run out is unpacked and leased, field by field") {
      opener in
      let session = try opener.migrated()
      let bare = OutboxMessage(
        id: "bare", exchange: "", routingKey: "", eventId: "e",
        properties: OutboxMessage.Properties(), body: [], createdAt: Fixtures.later(seconds: 7))
      let messages = [Fixtures.message("m-1"), bare, Fixtures.message("m-2", bytes: 3_000)]
      _ = try session.enqueueTogether(messages)
      let relay = try opener.session()
      #expect(
        try relay.unpackOverdue(limit: 10, now: Fixtures.later(seconds: 29)) == UnpackedPacks())
      #expect(try relay.unpackOverdue(limit: 10, now: Fixtures.later(seconds: 30)).count == 1)
      #expect(try relay.countUnsentEvents() == 3)
      let leased = try relay.leased(at: 30)
      #expect(Set(leased) == Set(messages.map { LeasedMessage(message: $0, attempts: 0) }))
      #expect(try relay.unpackOverdue(limit: 10, now: Fixtures.later(seconds: 30)).count == 0)
    },

    ConformanceCase(
      "packs are unpacked as far as there is room, the longest waiting first, one in any case"
    ) {
      opener in
      let session = try opener.migrated()
      for second in [3, 1, 2] as [Int64] {
        _ = try session.enqueueTogether(
          (1...3).map { Fixtures.message("\(second)-\($0)", bytes: 100) },
          until: Fixtures.later(seconds: second))
      }
      let now = Fixtures.later(seconds: 60)
      #expect(try session.unpackOverdue(limit: 2, now: now).count == 1)
      #expect(try session.leased(at: 60).map(\.message.id).sorted() == ["1-1", "1-2", "1-3"])
      #expect(try session.unpackOverdue(limit: 10, bytes: 1, now: now).count == 1)
      #expect(try session.leased(at: 60).map(\.message.id).sorted() == ["2-1", "2-2", "2-3"])
      #expect(try session.unpackOverdue(limit: 10, now: now).count == 1)
      #expect(try session.leased(at: 60).map(\.message.id).sorted() == ["3-1", "3-2", "3-3"])
    },

    ConformanceCase("who confirms after its lease deletes nothing that another has to send") {
      opener in
      let late = try opener.migrated()
      let other = try opener.session()
      _ = try late.enqueueTogether(["m-1", "m-2", "m-3"].map { Fixtures.message($0) })
      #expect(try other.unpackOverdue(limit: 10, now: Fixtures.later(seconds: 30)).count == 1)
      // It has had all of the first confirmed, and meets a refusal of the second.
      try late.deleteSent(SentRows(packs: ["m-1"]))
      #expect(try other.countUnsentEvents() == 3)
      try late.unpack(["m-1"], without: ["m-1"])
      try late.deleteSent(SentRows(messages: ["m-1"]))
      #expect(try other.leased(at: 30).map(\.message.id).sorted() == ["m-2", "m-3"])
    },

    ConformanceCase("a damaged pack waits, and keeps nobody waiting") { opener in
      let session = try opener.migrated()
      for pack in ["a", "b", "c"] {
        _ = try session.enqueueTogether(["1", "2"].map { Fixtures.message("\(pack)-\($0)") })
      }
      let database = try opener.open(for: .migrating)
      let body = SQL(stringLiteral: "CAST('ab' AS \(database.dialect.typeName(.bytes)))")
      try database.execute("UPDATE outbox_pack SET body = \(body) WHERE id = 'a-1'")
      try database.execute("UPDATE outbox_pack SET events = 3 WHERE id = 'b-1'")
      let unpacked = try session.unpackOverdue(limit: 100, now: Fixtures.later(seconds: 30))
      #expect(unpacked.count == 1)
      #expect(
        unpacked.damaged == ["a-1": .unknownVersion(UInt8(ascii: "a")), "b-1": .otherCount(2)])
      #expect(
        try session.unpackOverdue(limit: 100, now: Fixtures.later(seconds: 329)) == UnpackedPacks())
      #expect(
        try session.unpackOverdue(limit: 100, now: Fixtures.later(seconds: 330)).damaged.count == 2)
      #expect(try session.countUnsentEvents() == 2 + 3 + 2, "nothing is dropped")
    },

    ConformanceCase("a pack that the database does not take keeps nobody waiting either") {
      opener in
      let session = try opener.migrated()
      for (second, pack) in ["a", "b", "c"].enumerated() {
        _ = try session.enqueueTogether(
          ["1", "2"].map { Fixtures.message("\(pack)-\($0)") },
          until: Fixtures.later(seconds: Int64(second)))
      }
      // A row is in the way of a message of the second.
      try session.transaction { transaction throws(StoreError) in
        try transaction.enqueue(
          [Fixtures.message("b-2")], leasedUntil: Fixtures.later(seconds: 900))
      }
      let now = Fixtures.later(seconds: 30)
      #expect(try session.unpackOverdue(limit: 100, now: now).count == 1)
      let second = try session.unpackOverdue(limit: 100, now: now)
      #expect(second.count == 0 && Array(second.damaged.keys) == ["b-1"])
      #expect(try session.unpackOverdue(limit: 100, now: now).count == 1)
      #expect(try session.unpackOverdue(limit: 100, now: now) == UnpackedPacks())
      #expect(
        try session.leased(at: 30).map(\.message.id).sorted() == ["a-1", "a-2", "c-1", "c-2"])
      try session.deleteSent(SentRows(messages: ["b-2"]))
      #expect(try session.unpackOverdue(limit: 100, now: Fixtures.later(seconds: 330)).count == 1)
    },

    ConformanceCase("a pack that the database does not take keeps none that is unpacked with it") {
      opener in
      let session = try opener.migrated()
      for pack in ["a", "b", "c"] {
        _ = try session.enqueueTogether(["1", "2"].map { Fixtures.message("\(pack)-\($0)") })
      }
      // A row is in the way of a message of the second.
      try session.transaction { transaction throws(StoreError) in
        try transaction.enqueue(
          [Fixtures.message("b-2")], leasedUntil: Fixtures.later(seconds: 900))
      }
      try session.unpack(
        ["a-1", "b-1", "c-1"], without: ["c-2"], releasing: ["a-1", "a-2", "b-1", "c-1"])
      #expect(try session.leased(at: 1).map(\.message.id).sorted() == ["a-1", "a-2", "c-1"])
      #expect(try session.countUnsentEvents() == 3 + 2 + 1, "the second is still there")
      let later = try session.unpackOverdue(limit: 100, now: Fixtures.later(seconds: 60))
      #expect(Array(later.damaged.keys) == ["b-1"], "and is told of when its lease is over")
    },

    ConformanceCase("relays never hold the same message of a pack") { opener in
      let session = try opener.migrated()
      var ids: [String] = []
      for pack in 0..<20 {
        let own = (0..<5).map { "\(pack)-\($0)" }
        _ = try session.enqueueTogether(own.map { Fixtures.message($0) })
        ids += own
      }
      let leased = try await concurrently(4) { _ in
        let relay = try opener.session()
        var mine: [String] = []
        while true {
          let (count, batch) = try untilUncontended { () throws(StoreError) in
            let unpacked = try relay.unpackOverdue(limit: 7, now: Fixtures.later(seconds: 60))
            return (unpacked.count, try relay.leased(at: 60))
          }
          guard count > 0 || !batch.isEmpty else { return mine }
          mine += batch.map(\.message.id)
        }
      }
      var all = leased.flatMap { $0 }
      #expect(Set(all).count == all.count)
      // One that another relay held at the moment is left to it, never lost.
      while try session.unpackOverdue(limit: 100, now: Fixtures.later(seconds: 60)).count > 0 {}
      let rest = try session.leaseOutbox(
        limit: 200, now: Fixtures.later(seconds: 60), until: Fixtures.later(seconds: 90))
      all += rest.map(\.message.id)
      #expect(all.sorted() == ids.sorted())
    },

    ConformanceCase(
      "a pack that is deleted while it is unpacked is sent by one at least, and lost by none"
    ) {
      opener in
      let session = try opener.migrated()
      let packs = (0..<20).map { "\($0)-0" }
      for pack in 0..<20 {
        _ = try session.enqueueTogether((0..<5).map { Fixtures.message("\(pack)-\($0)") })
      }
      _ = try await concurrently(3) { number in
        let own = try opener.session()
        for pack in packs {
          try untilUncontended { () throws(StoreError) in
            switch number {
            case 0: try own.deleteSent(SentRows(packs: [pack]))
            case 1: try own.unpack([pack], without: [])
            default: _ = try own.unpackOverdue(limit: 5, now: Fixtures.later(seconds: 60))
            }
          }
        }
      }
      // Each pack is gone, as a whole or into all of its messages.
      let left = Set(
        try session.leaseOutbox(
          limit: 200, now: Fixtures.later(seconds: 60), until: Fixtures.later(seconds: 90)
        ).map(\.message.id))
      for pack in 0..<20 {
        let own = (0..<5).filter { left.contains("\(pack)-\($0)") }
        #expect(own.isEmpty || own.count == 5)
      }
      #expect(try session.countUnsentEvents() == left.count)
    },
  ]
}

extension Fixtures {
  fileprivate static func message(
    _ id: String, bytes: Int = 3, at second: Int64 = 0
  ) -> OutboxMessage {
    let sample = message(id)
    return OutboxMessage(
      id: id, exchange: sample.exchange, routingKey: sample.routingKey, eventId: sample.eventId,
      properties: sample.properties, body: [UInt8](repeating: 7, count: bytes),
      createdAt: later(seconds: second))
  }
}

extension StoreSession {
  fileprivate func enqueueTogether(
    _ messages: [OutboxMessage], until: UTCInstant = Fixtures.later(seconds: 30)
  ) throws(StoreError) -> [OutboxMessage] {
    try transaction { transaction throws(StoreError) in
      try transaction.enqueueTogether(messages, leasedUntil: until)
    }
  }

  fileprivate func leased(at second: Int64) throws(StoreError) -> [LeasedMessage] {
    try leaseOutbox(
      limit: 10, now: Fixtures.later(seconds: second), until: Fixtures.later(seconds: second + 600))
  }
}
