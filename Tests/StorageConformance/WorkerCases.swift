internal import CivilTime
internal import Storage
internal import Testing

extension ConformanceCase {
  private static func worker(_ name: String, _ instance: String) -> WorkerPresence {
    WorkerPresence(
      instance: instance, name: name, host: "höst", version: "1.2.0", lanes: 4, state: "ready",
      busyThousandths: 250, requestsPerMinute: 180_000,
      waits: [
        "generate": WaitTimes([
          .init(above: 0, upTo: 1_000, count: 52), .init(above: 43_200_000, upTo: nil, count: 1),
        ])
      ])
  }

  static let workers = [
    ConformanceCase("workers are listed while they say that they are there") { opener in
      let session = try opener.migrated()
      let queries = try opener.queries()
      #expect(try queries.workers() == [])
      var second = worker("b", "2")
      try session.note(second, runningFor: 90_000_000)
      let first = worker("a", "1")
      try session.note(first, runningFor: 0)
      let begun = try #require(try queries.workers().last)
      #expect(begun.presence == second && !begun.isStale)
      #expect(begun.startedAt == begun.lastSeenAt.adding(microseconds: -90_000_000))
      // Said again: what changes is changed, since when it runs stays.
      (second.state, second.reason) = ("paused", "the database is not available")
      (second.busyThousandths, second.requestsPerMinute, second.waits) = (0, 0, [:])
      try session.note(second, runningFor: 1)
      let listed = try queries.workers()
      #expect(listed.map(\.presence) == [first, second])
      #expect(listed.last?.startedAt == begun.startedAt)
      #expect(try #require(listed.last).lastSeenAt >= begun.lastSeenAt)
      try session.forgetWorker("1")
      try session.forgetWorker("1")
      #expect(try queries.workers().map(\.presence) == [second])
    },

    ConformanceCase("a database that takes writes is no standby, and not behind") { opener in
      _ = try opener.migrated()
      let standby = try opener.queries().standby()
      #expect(standby == nil || standby == Standby(isFollowing: false, behindMicroseconds: 0))
    },

    ConformanceCase("a worker that says nothing any more is stale, then not shown, then forgotten")
    {
      opener in
      let session = try opener.migrated()
      let queries = try opener.queries()
      try session.note(worker("a", "1"), runningFor: 0)
      let now = try session.now()
      for (seconds, isShown, isStale, isKept) in [
        (15, true, false, true), (45, true, true, true), (90, false, false, true),
        (400, false, false, false),
      ] as [(Int64, Bool, Bool, Bool)] {
        let seen = now.adding(microseconds: -seconds * 1_000_000)
        try opener.damage("UPDATE worker_presence SET last_seen_at = \(seen)")
        #expect(try queries.workers().map(\.isStale) == (isShown ? [isStale] : []), "\(seconds) s")
        #expect(try session.forgetUnseenWorkers() == (isKept ? 0 : 1), "\(seconds) s")
      }
      #expect(try session.forgetUnseenWorkers() == 0)
    },

    ConformanceCase("a worker is not stale for what a standby that is behind has not heard") {
      opener in
      let session = try opener.migrated()
      let queries = try opener.queries()
      try session.note(worker("a", "1"), runningFor: 0)
      let seen = try session.now().adding(microseconds: -45_000_000)
      try opener.damage("UPDATE worker_presence SET last_seen_at = \(seen)")
      #expect(try queries.workers().map(\.isStale) == [true])
      #expect(try queries.workers(behind: 40_000_000).map(\.isStale) == [false])
      // It has heard of the worker after it was asked how far behind it is.
      #expect(try queries.workers(behind: 9_000_000_000).map(\.unseenMicroseconds) == [0])
      let earlier = seen.adding(microseconds: -400_000_000)
      try opener.damage("UPDATE worker_presence SET last_seen_at = \(earlier)")
      #expect(try queries.workers() == [])
      #expect(try queries.workers(behind: 440_000_000).map(\.isStale) == [false])
    },

    ConformanceCase("what another version says of waits is left out, not its worker") { opener in
      let session = try opener.migrated()
      let queries = try opener.queries()
      try session.note(worker("a", "1"), runningFor: 0)
      for text in [
        "", "[]", #"{"generate":7}"#, #"{"generate":[[0,1000],[5,4,1],[0,9,-1],[0,1e9,1],7]}"#,
      ] {
        try opener.damage("UPDATE worker_presence SET waits = \(text)")
        let listed = try queries.workers()
        #expect(listed.count == 1 && listed.first?.presence.waits["generate"]?.spans ?? [] == [])
      }
    },

    ConformanceCase("a database from before lists no worker, and keeps what it holds") { opener in
      let earlier = try EarlierDatabase(opener, version: 12)
      try earlier.invoice("I-1", number: "INV-1")
      try earlier.line(of: "I-1", schedule: nil)
      try earlier.upgrade(upTo: 23)
      try earlier.upgrade()
      let session = try opener.session()
      #expect(try Queries(session).workers() == [])
      try session.note(worker("a", "1"), runningFor: 0)
      #expect(try Queries(session).workers().map(\.presence.name) == ["a"])
      #expect(try opener.queries().known(invoiceNumbers: ["INV-1", "INV-2"]) == ["INV-1"])
    },
  ]
}
