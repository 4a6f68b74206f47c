internal import Billing
internal import CivilTime
internal import Storage
internal import Testing

extension ConformanceCase {
  static let claims = [
    ConformanceCase("a completed request is seen with what was stored of it") { opener in
      let session = try opener.migrated()
      let claim = Fixtures.claim("r-1")
      let outcome = Fixtures.outcome(of: claim)
      try session.transaction { transaction throws(StoreError) in
        #expect(try transaction.claim([claim]) == [.claimed])
        try transaction.complete([outcome])
      }
      let again = Fixtures.claim("r-1", body: 9)
      let results = try session.transaction { transaction throws(StoreError) in
        try transaction.claim([Fixtures.claim("r-0"), again])
      }
      let stored = StoredRequest(
        key: claim.key, type: claim.type, bodySHA256: claim.bodySHA256,
        receivedAt: claim.receivedAt, outcome: outcome)
      #expect(results == [.claimed, .seen(stored)])
      #expect(try Queries(session).requests(identifier: "r-1") == [stored])
      #expect(try Queries(session).requests(identifier: "r-2") == [])
    },

    ConformanceCase("an identifier belongs to its source") { opener in
      let session = try opener.migrated()
      let claims = ["", "crm", "erp"].map { Fixtures.claim("r-1", source: $0) }
      try session.transaction { transaction throws(StoreError) in
        #expect(try transaction.claim(claims) == [.claimed, .claimed, .claimed])
        try transaction.complete(claims.map { Fixtures.outcome(of: $0, eventId: $0.key.source) })
      }
      let stored = try Queries(session).requests(identifier: "r-1")
      #expect(stored.map(\.key.source) == ["", "crm", "erp"])
      #expect(stored.map(\.outcome.completionEventId) == ["", "crm", "erp"])
    },

    ConformanceCase("identifiers are compared byte by byte") { opener in
      let session = try opener.migrated()
      let results = try session.transaction { transaction throws(StoreError) in
        try transaction.claim(
          ["r-1", "R-1", "r-1 ", "r\"-1", "r\\-1", "r_1", "r%1"].map { Fixtures.claim($0) })
      }
      #expect(results == Array(repeating: .claimed, count: 7))
    },

    ConformanceCase("a request that is in one batch twice is decided once") { opener in
      let session = try opener.migrated()
      let results = try session.transaction { transaction throws(StoreError) in
        try transaction.claim(["b", "a", "b", "a", "b"].map { Fixtures.claim($0) })
      }
      #expect(results == [.claimed, .claimed, .repeats(0), .repeats(1), .repeats(0)])
    },

    ConformanceCase("a replay replaces the outcome") { opener in
      let session = try opener.migrated()
      let claim = Fixtures.claim("r-1")
      for event in ["first", "second"] {
        try session.transaction { transaction throws(StoreError) in
          _ = try transaction.claim([claim])
          try transaction.complete([Fixtures.outcome(of: claim, eventId: event)])
        }
      }
      let stored = try Queries(session).requests(identifier: "r-1")
      #expect(stored.map(\.outcome.completionEventId) == ["second"])
    },

    ConformanceCase("of workers that replay the same outcome exactly one replaces it") { opener in
      let session = try opener.migrated()
      let claims = (0..<10).map { Fixtures.claim("r-\($0)") }
      try session.transaction { transaction throws(StoreError) in
        _ = try transaction.claim(claims)
        try transaction.complete(claims.map { Fixtures.outcome(of: $0, eventId: "first") })
      }
      let replaced = try await concurrently(4) { worker in
        let session = try opener.session()
        let rotated = Array(claims[(worker * 2)...] + claims[..<(worker * 2)])
        return try untilUncontended { () throws(StoreError) in
          try session.transaction { transaction throws(StoreError) in
            let results = try transaction.claim(rotated)
            var mine: [RequestOutcome] = []
            for (claim, result) in zip(rotated, results) {
              guard case .seen(let stored) = result, stored.outcome.completionEventId == "first"
              else { continue }
              mine.append(Fixtures.outcome(of: claim, eventId: "worker \(worker)"))
            }
            try transaction.complete(mine)
            return mine
          }
        }
      }
      let outcomes = replaced.flatMap { $0 }
      #expect(outcomes.count == claims.count, "the second finds what the first has written")
      for outcome in outcomes {
        let stored = try Queries(session).requests(identifier: outcome.key.identifier)
        #expect(stored.map(\.outcome) == [outcome])
      }
    },

    ConformanceCase("of workers that claim the same requests each is taken by exactly one") {
      opener in
      _ = try opener.migrated()
      let identifiers = (0..<40).map { "r-\($0)" }
      let taken = try await concurrently(4) { worker in
        let session = try opener.session()
        // Each in another order: sorting is what keeps them from waiting in a circle.
        let rotated = identifiers[(worker * 10)...] + identifiers[..<(worker * 10)]
        let claims = rotated.map { Fixtures.claim($0) }
        return try untilUncontended { () throws(StoreError) in
          try session.transaction { transaction throws(StoreError) in
            let results = try transaction.claim(claims)
            let mine = zip(claims, results).filter { $1 == .claimed }.map(\.0)
            try transaction.complete(mine.map { Fixtures.outcome(of: $0) })
            return mine.map(\.key.identifier)
          }
        }
      }
      #expect(taken.flatMap { $0 }.sorted() == identifiers.sorted())
    },

    ConformanceCase("old requests are forgotten in small steps, young ones kept") { opener in
      let session = try opener.migrated()
      let claims = (0..<5).map { Fixtures.claim("r-\($0)") }
      try session.transaction { transaction throws(StoreError) in
        _ = try transaction.claim(claims)
        try transaction.complete(claims.map { Fixtures.outcome(of: $0) })
      }
      let completed = Fixtures.later(seconds: 1)
      #expect(try session.deleteRequests(before: completed, limit: 10) == 0)
      let after = completed.adding(microseconds: 1)
      #expect(try session.deleteRequests(before: after, limit: 3) == 3)
      #expect(try session.deleteRequests(before: after, limit: 3) == 2)
      #expect(try session.deleteRequests(before: after, limit: 3) == 0)
    },
  ]
}
