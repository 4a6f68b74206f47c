internal import Billing
internal import CivilTime
internal import Storage
internal import Testing

extension ConformanceCase {
  static let requests = [
    ConformanceCase("a completed request is seen with what was stored of it") { opener in
      let session = try opener.migrated()
      let request = Fixtures.completed(Fixtures.key("r-1"))
      try session.transaction { transaction throws(StoreError) in
        #expect(try transaction.lookUp([request.key]) == [.new])
        try transaction.complete([request])
      }
      let found = try session.transaction { transaction throws(StoreError) in
        try transaction.lookUp([Fixtures.key("r-0"), request.key])
      }
      #expect(found == [.new, .seen(request)])
      #expect(try Queries(session).requests(identifier: "r-1") == [request])
      #expect(try Queries(session).requests(identifier: "r-2") == [])
    },

    ConformanceCase("what was looked up and did not come to an outcome is not stored") { opener in
      let session = try opener.migrated()
      let keys = ["a", "b"].map { Fixtures.key($0) }
      try session.transaction { transaction throws(StoreError) in
        _ = try transaction.lookUp(keys)
        try transaction.complete([Fixtures.completed(keys[1])])
      }
      #expect(try Queries(session).requests(identifier: "a") == [])
      #expect(try Queries(session).requests(identifier: "b").count == 1)
    },

    ConformanceCase("an identifier belongs to its source") { opener in
      let session = try opener.migrated()
      let keys = ["", "crm", "erp"].map { Fixtures.key("r-1", source: $0) }
      try session.transaction { transaction throws(StoreError) in
        try transaction.complete([Fixtures.completed(keys[2], eventId: "erp")])
      }
      try session.transaction { transaction throws(StoreError) in
        let found = try transaction.lookUp(keys)
        #expect(found == [.new, .new, .seen(Fixtures.completed(keys[2], eventId: "erp"))])
        try transaction.complete(
          keys.prefix(2).map { Fixtures.completed($0, eventId: $0.source) })
      }
      let stored = try Queries(session).requests(identifier: "r-1")
      #expect(stored.map(\.key.source) == ["", "crm", "erp"])
      #expect(stored.map(\.outcome.completionEventId) == ["", "crm", "erp"])
    },

    ConformanceCase("identifiers are compared byte by byte") { opener in
      let session = try opener.migrated()
      let keys = ["r-1", "R-1", "r-1 ", "r\"-1", "r\\-1", "r_1", "r%1"].map { Fixtures.key($0) }
      for key in keys {
        try session.transaction { transaction throws(StoreError) in
          #expect(try transaction.lookUp([key]) == [.new])
          try transaction.complete([Fixtures.completed(key)])
        }
      }
    },

    ConformanceCase("a request that is in one batch twice is decided once") { opener in
      let session = try opener.migrated()
      let keys = ["b", "a", "b", "a", "b"].map { Fixtures.key($0) }
      func lookUp() throws(StoreError) -> [FoundRequest] {
        try session.transaction { transaction throws(StoreError) in try transaction.lookUp(keys) }
      }
      #expect(try lookUp() == [.new, .new, .repeats(0), .repeats(1), .repeats(0)])
      let stored = keys.prefix(2).map { Fixtures.completed($0) }
      try session.transaction { transaction throws(StoreError) in
        try transaction.complete(stored)
      }
      #expect(
        try lookUp()
          == [.seen(stored[0]), .seen(stored[1]), .repeats(0), .repeats(1), .repeats(0)])
    },

    ConformanceCase("a key that has an outcome is not given another as if it were new") { opener in
      let session = try opener.migrated()
      let keys = ["a", "b", "c"].map { Fixtures.key($0) }
      try session.transaction { transaction throws(StoreError) in
        try transaction.complete([Fixtures.completed(keys[1], eventId: "first")])
      }
      let error = try #require(throws: StoreError.self) {
        try session.transaction { transaction throws(StoreError) in
          try transaction.enqueue([Fixtures.message("m")], leasedUntil: Fixtures.now)
          try transaction.complete(keys.map { Fixtures.completed($0, eventId: "second") })
        }
      }
      // Where transactions write one after the other, only the program itself can be at fault.
      #expect(error.kind == .contention || error.kind == .constraint)
      #expect(!session.isBroken)
      let queries = Queries(session)
      #expect(try queries.unsentEvents().count == 0, "nothing of that transaction stays")
      #expect(try queries.requests(identifier: "a") == [])
      #expect(
        try queries.requests(identifier: "b").map(\.outcome.completionEventId) == ["first"])
    },

    ConformanceCase("a replay replaces the outcome, and nothing else of the request") { opener in
      let session = try opener.migrated()
      let key = Fixtures.key("r-1")
      let first = Fixtures.completed(key, eventId: "first")
      let second = Fixtures.outcome(of: key, eventId: "second")
      try session.transaction { transaction throws(StoreError) in
        try transaction.complete([first])
      }
      try session.transaction { transaction throws(StoreError) in
        let other = Fixtures.key("r-2")
        #expect(try transaction.lookUp([other, key]) == [.new, .seen(first)])
        try transaction.complete([Fixtures.completed(other)], replacing: [second])
      }
      let queries = Queries(session)
      #expect(try queries.requests(identifier: "r-1") == [Fixtures.completed(second)])
      #expect(try queries.requests(identifier: "r-2").count == 1)
    },

    ConformanceCase("of workers that replay the same outcome exactly one replaces it") { opener in
      let session = try opener.migrated()
      let keys = (0..<10).map { Fixtures.key("r-\($0)") }
      try session.transaction { transaction throws(StoreError) in
        try transaction.complete(keys.map { Fixtures.completed($0, eventId: "first") })
      }
      let replaced = try await concurrently(4) { worker in
        let session = try opener.session()
        let rotated = Array(keys[(worker * 2)...] + keys[..<(worker * 2)])
        return try untilUncontended { () throws(StoreError) in
          try session.transaction { transaction throws(StoreError) in
            let found = try transaction.lookUp(rotated)
            var mine: [RequestOutcome] = []
            for (key, found) in zip(rotated, found) {
              guard case .seen(let stored) = found, stored.outcome.completionEventId == "first"
              else { continue }
              mine.append(Fixtures.outcome(of: key, eventId: "worker \(worker)"))
            }
            try transaction.complete([], replacing: mine)
            return mine
          }
        }
      }
      let outcomes = replaced.flatMap { $0 }
      #expect(outcomes.count == keys.count, "the second finds what the first has written")
      for outcome in outcomes {
        let stored = try Queries(session).requests(identifier: outcome.key.identifier)
        #expect(stored.map(\.outcome) == [outcome])
      }
    },

    ConformanceCase("of workers with the same requests each is stored by exactly one") { opener in
      _ = try opener.migrated()
      let identifiers = (0..<40).map { "r-\($0)" }
      let stored = try await concurrently(4) { worker in
        let session = try opener.session()
        // Each in another order, and a few of them at a time: sorting is what keeps them from waiting in a circle.
        let rotated = Array(identifiers[(worker * 10)...] + identifiers[..<(worker * 10)])
        var mine: [String] = []
        for start in stride(from: 0, to: rotated.count, by: 8) {
          let keys = rotated[start..<(start + 8)].map { Fixtures.key($0) }
          mine += try untilUncontended { () throws(StoreError) in
            try session.transaction { transaction throws(StoreError) in
              let found = try transaction.lookUp(keys)
              let new = zip(keys, found).filter { $1 == .new }.map(\.0)
              try transaction.complete(
                new.map { Fixtures.completed($0, eventId: "worker \(worker)") })
              return new.map(\.identifier)
            }
          }
        }
        return mine
      }
      #expect(stored.flatMap { $0 }.sorted() == identifiers.sorted())
    },

    ConformanceCase("old requests are forgotten in small steps, young ones kept") { opener in
      let session = try opener.migrated()
      let keys = (0..<5).map { Fixtures.key("r-\($0)") }
      try session.transaction { transaction throws(StoreError) in
        try transaction.complete(keys.map { Fixtures.completed($0) })
      }
      let completed = Fixtures.later(seconds: 1)
      #expect(try session.deleteRequests(before: completed, limit: 10) == 0)
      let after = completed.adding(microseconds: 1)
      #expect(try session.deleteRequests(before: after, limit: 3) == 3)
      #expect(try session.deleteRequests(before: after, limit: 3) == 2)
      #expect(try session.deleteRequests(before: after, limit: 3) == 0)
      let found = try session.transaction { transaction throws(StoreError) in
        try transaction.lookUp(keys)
      }
      #expect(found == Array(repeating: .new, count: 5), "they may be used again")
    },
  ]
}
