internal import Billing
internal import CivilTime
internal import Storage
internal import Testing

extension ConformanceCase {
  /// Schedulers, their occurrences and the runs that these begin.
  static let schedulers = [
    ConformanceCase("every rule of occurrences comes back as it was stored") { opener in
      let session = try opener.migrated()
      var rules: [OccurrenceRule] = [.once, .daily, .monthlyDay(1), .monthlyDay(31)]
      rules += (0...2).map(OccurrenceRule.monthlyFromEnd)
      rules += Weekday.allCases.map(OccurrenceRule.weekly)
      for nth in OccurrenceRule.Nth.allCases { rules.append(.monthlyNth(nth, .sunday)) }
      var stored: [InvoiceScheduler] = []
      for (place, rule) in rules.enumerated() {
        stored.append(try scheduler(RecordID("IS-\(100 + place)"), rule))
      }
      try session.store(stored.map(\.record))
      #expect(try Queries(session).schedulers(limit: 100).map(\.scheduler) == stored)
    },

    ConformanceCase("a scheduler is due when its occurrence is, while it is Active") { opener in
      let session = try opener.migrated()
      try session.store([
        try scheduler("IS-1", due: 10).record, try scheduler("IS-2", due: 20).record,
        try scheduler("IS-3", .daily, .inactive, due: 0).record, try scheduler("IS-4").record,
      ])
      func due(after seconds: Int64, limit: Int = 10) throws -> [InvoiceScheduler.ID] {
        try session.dueSchedulers(at: Fixtures.later(seconds: seconds), limit: limit)
      }
      #expect(try due(after: 9) == [])
      #expect(try due(after: 10) == ["IS-1"])
      #expect(try due(after: 20) == ["IS-1", "IS-2"])
      #expect(try due(after: 20, limit: 1) == ["IS-1"])
      let turned = try session.transaction { transaction throws(StoreError) in
        (try transaction.schedulerToTurn("IS-3"), try transaction.schedulerToTurn("IS-none"))
      }
      #expect(turned.0 == nil && turned.1 == nil)
    },

    ConformanceCase("a turn stores the occurrence, its run and what comes next") { opener in
      let session = try opener.migrated()
      var scheduler = try scheduler("IS-1", due: 10)
      let calendar = HolidayCalendar(id: "HC-1", name: "Days off")
      scheduler.holidayCalendarId = calendar.id
      try session.store([calendar.record, scheduler.record])
      let found = try #require(try toTurn("IS-1", session))
      #expect(found.0 == scheduler && found.1 == calendar && found.2 == SchedulerState())

      let turn = try turn(of: scheduler, beginning: "RUN-1")
      #expect(try write(turn, session) == turn)
      #expect(try session.runningRuns() == [try #require(turn.run)])
      #expect(try session.dueSchedulers(at: Fixtures.later(seconds: 99), limit: 9) == [])
      let after = try #require(try toTurn("IS-1", session))
      #expect(after.0 == turn.scheduler)
      let settled: Set<CivilDate> = [turn.occurrences[0].localDate]
      #expect(after.2 == SchedulerState(runningRunId: "RUN-1", settledDates: settled))
      let view = try #require(try Queries(session).schedulers(limit: 9).first)
      #expect(view.scheduler == turn.scheduler && view.calendar == calendar)
      #expect(view.occurrences == turn.occurrences)
    },

    ConformanceCase(
      "an occurrence that was settled before keeps its outcome, and begins no second run"
    ) {
      opener in
      let session = try opener.migrated()
      let scheduler = try scheduler("IS-1", due: 10)
      try session.store([scheduler.record])
      let first = try turn(of: scheduler, beginning: "RUN-1")
      _ = try write(first, session)
      try session.end(try #require(try session.runToEndNow("RUN-1")))
      // With zone data of its own another worker computes another instant of the same day.
      var second = try turn(of: scheduler, beginning: "RUN-2")
      let missed = SchedulerOccurrence(
        schedulerId: "IS-1", localDate: try Fixtures.date("2026-02-02"),
        scheduledFor: Fixtures.now, outcome: .skipped(.missed))
      second.occurrences.append(missed)
      let stored = try write(second, session)
      #expect(stored.run == nil)
      #expect(stored.occurrences == [missed])
      #expect(stored.scheduler == second.scheduler)
      #expect(try session.runProgress("RUN-2") == nil)
      let view = try #require(try Queries(session).schedulers(limit: 9).first)
      #expect(view.occurrences == [missed] + first.occurrences)
    },

    ConformanceCase("what waits is due when the run before it has ended, and then gets its outcome")
    {
      opener in
      let session = try opener.migrated()
      let scheduler = try scheduler("IS-1", due: 10)
      try session.store([scheduler.record])
      var turn = try ConformanceCase.turn(of: scheduler, beginning: "RUN-1")
      var waiting = SchedulerOccurrence(
        schedulerId: "IS-1", localDate: try Fixtures.date("2026-02-02"),
        scheduledFor: Fixtures.now, outcome: .waiting)
      turn.occurrences.append(waiting)
      _ = try write(turn, session)
      #expect(try session.dueSchedulers(at: Fixtures.later(seconds: 99), limit: 9) == [])
      try session.end(try #require(try session.runToEndNow("RUN-1")))
      #expect(try session.dueSchedulers(at: Fixtures.later(seconds: 99), limit: 9) == ["IS-1"])
      let state = try #require(try toTurn("IS-1", session)).2
      let settled = Set(turn.occurrences.map(\.localDate))
      #expect(state == SchedulerState(waiting: [waiting], settledDates: settled))

      var next = try ConformanceCase.turn(of: turn.scheduler, beginning: "RUN-2")
      waiting.outcome = .run("RUN-2")
      next.occurrences = [waiting]
      #expect(try write(next, session) == next)
      let after = try toTurn("IS-1", session)?.2
      #expect(after == SchedulerState(runningRunId: "RUN-2", settledDates: settled))
    },

    ConformanceCase("a scheduler has one run that is Running") { opener in
      let session = try opener.migrated()
      try session.begin(try RunFixtures.run("RUN-1", scheduler: "IS-1"))
      let second = #expect(throws: StoreError.self) {
        try session.begin(try RunFixtures.run("RUN-2", scheduler: "IS-1"))
      }
      #expect(second?.kind == .constraint)
      try session.begin(try RunFixtures.run("RUN-2", scheduler: "IS-2"))
      try session.end(try #require(try session.runProgress("RUN-1")))
      try session.begin(try RunFixtures.run("RUN-3", scheduler: "IS-1"))
    },

    ConformanceCase("of workers that turn a scheduler at the same moment one begins its run") {
      opener in
      let session = try opener.migrated()
      let scheduler = try scheduler("IS-1", due: 10)
      try session.store([scheduler.record])
      let turns = try await concurrently(6) { number in
        let session = try opener.session()
        let turn = try turn(of: scheduler, beginning: RecordID("RUN-\(number)"))
        return try untilUncontended { () throws(StoreError) in
          try session.transaction { transaction throws(StoreError) -> SchedulerTurn? in
            guard let found = try transaction.schedulerToTurn("IS-1"),
              found.0.nextOccurrence == scheduler.nextOccurrence
            else { return nil }
            return try transaction.write(turn, at: Fixtures.now)
          }
        }
      }
      #expect(turns.compactMap(\.self).compactMap(\.run).count == 1)
      #expect(try session.runningRuns().count == 1)
    },

    ConformanceCase("an upsert of schedulers sees what is known of them, locked") { opener in
      let session = try opener.migrated()
      var stored = try scheduler("IS-1", due: 10)
      let calendar = HolidayCalendar(id: "HC-1", name: "Days off")
      stored.holidayCalendarId = calendar.id
      try session.store([
        calendar.record, stored.record, try scheduler("IS-2", due: 1).record,
        try scheduler("IS-3", .daily, .draft).record,
      ])
      try session.begin(try RunFixtures.run("RUN-1", scheduler: "IS-1"))
      var needed = FactsNeeded()
      needed.runs.statesOfSchedulers = ["IS-1", "IS-3", "IS-none"]
      let facts = try session.load(needed)
      #expect(Set(facts.records.schedulers.keys) == ["IS-1", "IS-3"])
      #expect(facts.records.schedulers["IS-1"] == stored)
      #expect(facts.records.holidayCalendars["HC-1"] == calendar)
      #expect(facts.runs.schedulerStates == ["IS-1": SchedulerState(runningRunId: "RUN-1")])
      #expect(facts.runs.activeSchedulers == ["IS-1", "IS-2"])
    },

    ConformanceCase("of workers that upsert schedulers at the same moment each counts the others'")
    { opener in
      let session = try opener.migrated()
      let most = 3
      let stored = try await concurrently(6) { number in
        let session = try opener.session()
        let own = try scheduler(RecordID("IS-\(number)"))
        var needed = FactsNeeded()
        needed.records.written.insert(own.record.reference)
        needed.runs.statesOfSchedulers = [own.id]
        let needs = needed
        let changes = Effects(records: [own.record])
        return try untilUncontended { () throws(StoreError) in
          try session.transaction { transaction throws(StoreError) -> Bool in
            var facts = try transaction.load(needs).facts
            guard facts.runs.activeSchedulers.count < most else { return false }
            facts.apply(changes)
            try transaction.write(facts)
            return true
          }
        }
      }
      #expect(stored.filter(\.self).count == most)
      #expect(try Queries(session).schedulers(limit: 9).count == most)
    },
  ]

  private static func scheduler(
    _ id: InvoiceScheduler.ID, _ rule: OccurrenceRule = .daily,
    _ status: InvoiceScheduler.Status = .active, due seconds: Int64? = nil
  ) throws -> InvoiceScheduler {
    var scheduler = InvoiceScheduler(
      id: id, name: "S", status: status, rule: rule, startDate: try Fixtures.date("2026-01-01"),
      minuteOfDay: 150, timeZone: "UTC")
    if let seconds {
      let day = try Fixtures.date("2026-02-01")
      scheduler.nextOccurrence = InvoiceScheduler.NextOccurrence(
        ruleDate: day, localDate: day, instant: Fixtures.later(seconds: seconds))
    }
    return scheduler
  }

  /// The next occurrence begins a run.
  private static func turn(
    of scheduler: InvoiceScheduler, beginning run: InvoiceRun.ID
  ) throws -> SchedulerTurn {
    var turn = SchedulerTurn(scheduler: scheduler)
    let day = try Fixtures.date("2026-02-03")
    turn.scheduler.nextOccurrence = InvoiceScheduler.NextOccurrence(
      ruleDate: day, localDate: day, instant: Fixtures.later(seconds: 86_400))
    turn.run = try RunFixtures.run(run, scheduler: scheduler.id)
    turn.occurrences = [
      SchedulerOccurrence(
        schedulerId: scheduler.id, localDate: try Fixtures.date("2026-02-01"),
        scheduledFor: Fixtures.now, outcome: .run(run))
    ]
    return turn
  }

  private static func toTurn(
    _ id: InvoiceScheduler.ID, _ session: StoreSession
  ) throws -> (InvoiceScheduler, HolidayCalendar?, SchedulerState)? {
    try session.transaction { transaction throws(StoreError) in
      try transaction.schedulerToTurn(id)
    }
  }

  private static func write(
    _ turn: SchedulerTurn, _ session: StoreSession
  ) throws -> SchedulerTurn {
    try session.transaction { transaction throws(StoreError) in
      try transaction.write(turn, at: Fixtures.now)
    }
  }
}

extension StoreSession {
  /// A run that finds nothing, ready to end.
  fileprivate func runToEndNow(_ id: InvoiceRun.ID) throws(StoreError) -> InvoiceRun? {
    guard let run = try runProgress(id) else { return nil }
    _ = try selectPage(of: run)
    return try runToEnd(id)
  }
}
