internal import CivilTime
internal import Storage
internal import Testing

extension ConformanceCase {
  static let outbox = [
    ConformanceCase("a message is leased when its first lease has run out, once") { opener in
      let session = try opener.migrated()
      try session.enqueue(["m-1"], leasedUntil: Fixtures.later(seconds: 10))
      let relay = try opener.session()
      func lease(at second: Int64) throws(StoreError) -> [LeasedMessage] {
        try relay.leaseOutbox(
          limit: 10, now: Fixtures.later(seconds: second),
          until: Fixtures.later(seconds: second + 30))
      }
      #expect(try lease(at: 9) == [])
      #expect(
        try lease(at: 10) == [LeasedMessage(message: Fixtures.message("m-1"), attempts: 0)])
      #expect(try lease(at: 11) == [])
      #expect(try lease(at: 40).count == 1)
    },

    ConformanceCase("messages come back field by field, present or absent") { opener in
      let session = try opener.migrated()
      let bare = OutboxMessage(
        id: "bare", exchange: "", routingKey: "", eventId: nil,
        properties: OutboxMessage.Properties(), body: [], createdAt: Fixtures.now)
      try session.transaction { transaction throws(StoreError) in
        try transaction.enqueue([bare, Fixtures.message("full")], leasedUntil: Fixtures.now)
      }
      let leased = try session.leaseOutbox(
        limit: 10, now: Fixtures.now, until: Fixtures.later(seconds: 1))
      #expect(Set(leased.map(\.message)) == [bare, Fixtures.message("full")])
    },

    ConformanceCase("a lease takes at most its limit, the longest waiting first") { opener in
      let session = try opener.migrated()
      for second in [3, 1, 2] as [Int64] {
        try session.enqueue(["m-\(second)"], leasedUntil: Fixtures.later(seconds: second))
      }
      let leased = try session.leaseOutbox(
        limit: 2, now: Fixtures.later(seconds: 60), until: Fixtures.later(seconds: 90))
      #expect(leased.map(\.message.id) == ["m-1", "m-2"])
    },

    ConformanceCase("what is sent is not leased or counted again") { opener in
      let session = try opener.migrated()
      try session.enqueue(["m-1", "m-2", "m-3"], leasedUntil: Fixtures.now)
      #expect(try session.countUnsentEvents() == 3)
      try session.deleteSent(SentRows(messages: ["m-1", "m-unknown"]))
      try session.transaction { transaction throws(StoreError) in
        try transaction.deleteSent(SentRows(messages: ["m-3"]))
      }
      #expect(try session.countUnsentEvents() == 1)
      let leased = try session.leaseOutbox(
        limit: 10, now: Fixtures.later(seconds: 2), until: Fixtures.later(seconds: 3))
      #expect(leased.map(\.message.id) == ["m-2"])
      try session.deleteSent(SentRows(messages: ["m-2"]))
      #expect(try session.countUnsentEvents() == 0)
    },

    ConformanceCase("a postponed message waits alone and counts its attempts") { opener in
      let session = try opener.migrated()
      try session.enqueue(["m-1", "m-2"], leasedUntil: Fixtures.now)
      try session.postpone(["m-1"], until: Fixtures.later(seconds: 100))
      let first = try session.leaseOutbox(
        limit: 10, now: Fixtures.later(seconds: 1), until: Fixtures.later(seconds: 200))
      #expect(first.map(\.message.id) == ["m-2"])
      let second = try session.leaseOutbox(
        limit: 10, now: Fixtures.later(seconds: 100), until: Fixtures.later(seconds: 200))
      #expect(second.map(\.message.id) == ["m-1"])
      #expect(second.map(\.attempts) == [1])
    },

    ConformanceCase("S2: dead letters that were refused are counted by source, apart from events") {
      opener in
      let session = try opener.migrated()
      func letter(_ id: String, _ source: String?, at second: Int64) -> OutboxMessage {
        OutboxMessage(
          id: id, exchange: "invoice.dead", routingKey: "", eventId: nil,
          properties: OutboxMessage.Properties(appId: source), body: [1, 2, 3],
          createdAt: Fixtures.later(seconds: second))
      }
      try session.transaction { transaction throws(StoreError) in
        try transaction.enqueue(
          [
            letter("d-1", "crm", at: 1), letter("d-2", "crm", at: 2), letter("d-3", nil, at: 3),
            letter("d-4", "crm", at: 4), Fixtures.message("m-1"),
          ], leasedUntil: Fixtures.now)
      }
      #expect(try session.countUnsentEvents() == 1)
      #expect(try session.refusedDeadLetters(until: Fixtures.later(seconds: 60)) == [:])
      try session.postpone(["d-1", "d-2", "d-3", "m-1"], until: Fixtures.now)
      #expect(
        try session.refusedDeadLetters(until: Fixtures.later(seconds: 60)) == [
          "crm": DeadLetterLoad(count: 2, bytes: 6), "": DeadLetterLoad(count: 1, bytes: 3),
        ])
      #expect(try session.deleteDeadLetters(before: Fixtures.later(seconds: 4), limit: 2) == 2)
      #expect(try session.deleteDeadLetters(before: Fixtures.later(seconds: 4), limit: 2) == 1)
      #expect(try session.deleteDeadLetters(before: Fixtures.later(seconds: 4), limit: 2) == 0)
      #expect(try session.countUnsentEvents() == 1, "an event is never dropped")
    },

    ConformanceCase("relays never hold the same message") { opener in
      let session = try opener.migrated()
      let ids = (0..<50).map { "m-\($0)" }
      try session.enqueue(ids, leasedUntil: Fixtures.now)
      let leased = try await concurrently(4) { _ in
        let relay = try opener.session()
        var mine: [String] = []
        while true {
          let batch = try untilUncontended { () throws(StoreError) in
            try relay.leaseOutbox(
              limit: 7, now: Fixtures.later(seconds: 1), until: Fixtures.later(seconds: 60))
          }
          guard !batch.isEmpty else { return mine }
          mine += batch.map(\.message.id)
        }
      }
      let all = leased.flatMap { $0 }
      #expect(Set(all).count == all.count)
      // One that another relay held at the moment is left to it, never lost.
      #expect(Set(all).isSubset(of: ids))
      let rest = try session.leaseOutbox(
        limit: 100, now: Fixtures.later(seconds: 1), until: Fixtures.later(seconds: 60))
      #expect((all + rest.map(\.message.id)).sorted() == ids.sorted())
    },

    ConformanceCase("a rolled back transaction leaves no message") { opener in
      let session = try opener.migrated()
      #expect(throws: StoreError.self) {
        try session.transaction { transaction throws(StoreError) in
          try transaction.enqueue([Fixtures.message("m-1")], leasedUntil: Fixtures.now)
          throw StoreError(.fault, "on purpose")
        }
      }
      #expect(try session.countUnsentEvents() == 0)
    },
  ]
}

extension StoreSession {
  fileprivate func enqueue(
    _ ids: [String], leasedUntil: UTCInstant
  ) throws(StoreError) {
    try transaction { transaction throws(StoreError) in
      try transaction.enqueue(ids.map(Fixtures.message), leasedUntil: leasedUntil)
    }
  }
}
