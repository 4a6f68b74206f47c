import CivilTime
import Testing

@testable import Billing

@Suite("Scheduler upserts")
struct SchedulerUpsertTests {
  private let noon: UTCInstant = "2026-12-01T12:00:00Z"

  private func inactive(_ change: (inout InvoiceScheduler) -> Void = { _ in }) -> SchedulerScenario
  {
    SchedulerScenario(
      .daily {
        change(&$0)
        $0.status = .inactive
      }, activatedAt: "2199-12-30T00:00:00Z")
  }

  @Test("Activation computes the next occurrence after now and makes up for nothing")
  func activation() {
    var scenario = inactive()
    let turn = scenario.upsert(.daily(), at: noon)
    #expect(turn.occurrences.isEmpty && turn.run == nil)
    #expect(scenario.scheduler.nextOccurrence?.instant == "2026-12-02T06:00:00Z")
  }

  @Test("A draft has no next occurrence")
  func draft() {
    var scenario = inactive()
    scenario.upsert(.daily { $0.status = .draft }, at: noon)
    #expect(scenario.scheduler.nextOccurrence == nil)
  }

  @Test("The same content changes nothing, due or not; its revision is stored")
  func sameContent() {
    var scenario = SchedulerScenario(.daily(), activatedAt: "2026-11-30T12:00:00Z")
    let next = scenario.scheduler.nextOccurrence
    let turn = scenario.upsert(.daily { $0.revision = 7 }, at: "2026-12-04T07:30:00Z")
    #expect(turn.occurrences.isEmpty && turn.run == nil)
    #expect(scenario.scheduler.nextOccurrence == next)
    #expect(scenario.scheduler.revision == 7)
    #expect(next?.localDate == "2026-12-01")
  }

  @Test("A change of an Active one settles what is due first, by the old content")
  func settlesFirst() throws {
    var scenario = SchedulerScenario(.daily(), activatedAt: "2026-11-30T12:00:00Z")
    let changed = InvoiceScheduler.daily {
      $0.minuteOfDay = 18 * 60
      $0.targetDateOffset = 5
    }
    let turn = scenario.upsert(changed, at: "2026-12-02T12:00:00Z")
    #expect(scenario.listed == ["12-01 Superseded", "12-02 run"])
    #expect(turn.run?.terms?.targetDate == "2026-12-02")
    // 12-02 has its outcome, whatever the time is now.
    #expect(scenario.scheduler.nextOccurrence?.instant == "2026-12-03T18:00:00Z")
  }

  @Test("A change after an outage of three years settles every day of it, in the one transaction")
  func settlesLongOutage() {
    var scenario = SchedulerScenario(.daily(), activatedAt: "2026-11-30T12:00:00Z")
    let turn = scenario.upsert(
      .daily { $0.minuteOfDay = 18 * 60 }, at: "2029-12-01T07:00:00Z")
    #expect(turn.run?.runDate == "2029-12-01")
    #expect(scenario.outcomes.count == 1_097)
    #expect(scenario.outcomes.values.filter { $0 == .skipped(.superseded) }.count == 1_096)
    #expect(scenario.overwritten == [])
    #expect(scenario.scheduler.nextOccurrence?.instant == "2029-12-02T18:00:00Z")
  }

  @Test("A change of one whose zone is not known any more says so, in the words of the old content")
  func settlesUnknownZone() throws {
    var scenario = SchedulerScenario(.daily(), activatedAt: "2026-11-30T12:00:00Z")
    scenario.scheduler.timeZone = "Mars/Base"
    let turn = scenario.upsert(.daily(), at: "2026-12-02T12:00:00Z")
    #expect(scenario.listed == ["12-01 Missed", "12-02 Missed"])
    let log = try #require(turn.errorLog)
    #expect(log.code == .timeZoneUnknown && log.message.contains("Mars/Base"))
    #expect(scenario.scheduler.nextOccurrence?.instant == "2026-12-03T06:00:00Z")
    #expect(scenario.upsert(.daily { $0.name = "New" }, at: "2026-12-02T12:00:00Z").errorLog == nil)
  }

  @Test("Deactivation settles what is due and what waits; the run goes on")
  func deactivation() {
    var scenario = SchedulerScenario(
      .daily { $0.onOverlap = .queue }, activatedAt: "2026-11-30T12:00:00Z")
    scenario.turn(at: "2026-12-01T06:00:00Z")
    scenario.turn(at: "2026-12-02T06:00:00Z")
    let turn = scenario.upsert(
      .daily {
        $0.onOverlap = .queue
        $0.status = .inactive
      }, at: "2026-12-03T07:00:00Z")
    #expect(turn.run == nil)
    #expect(scenario.listed == ["12-01 run", "12-02 Superseded", "12-03 StillRunning"])
    #expect(scenario.scheduler.nextOccurrence == nil)
    #expect(scenario.state.runningRunId != nil && scenario.state.waiting.isEmpty)
    #expect(scenario.overwritten == [])
  }

  @Test("Once, past at its activation, runs now, whatever it does about missed ones; never twice")
  func oncePast() throws {
    var scenario = inactive { $0.rule = .once }
    func once(_ change: (inout InvoiceScheduler) -> Void = { _ in }) -> InvoiceScheduler {
      .daily {
        $0.rule = .once
        $0.onMissed = .skip
        change(&$0)
      }
    }
    let run = try #require(scenario.upsert(once(), at: noon).run)
    #expect(run.runDate == "2026-11-01")
    #expect(run.scheduledFor == "2026-11-01T06:00:00Z")
    #expect(run.startedAt == noon)
    #expect(scenario.scheduler.nextOccurrence == nil)
    scenario.endRun()
    #expect(scenario.upsert(once { $0.name = "Again" }, at: noon).run == nil)
    #expect(scenario.upsert(once { $0.status = .inactive }, at: noon).run == nil)
    #expect(scenario.upsert(once(), at: noon).run == nil)
    // Another day is another occurrence, also an earlier one.
    #expect(
      scenario.upsert(once { $0.startDate = "2026-10-31" }, at: noon).run?.runDate == "2026-10-31")
    #expect(scenario.overwritten == [])
  }

  @Test("Once in the future waits for its day")
  func onceToCome() {
    var scenario = inactive()
    scenario.upsert(
      .daily {
        $0.rule = .once
        $0.startDate = "2026-12-24"
      }, at: noon)
    #expect(scenario.scheduler.nextOccurrence?.instant == "2026-12-24T06:00:00Z")
    #expect(scenario.turn(at: "2026-12-24T06:00:00Z").run?.runDate == "2026-12-24")
    #expect(scenario.scheduler.nextOccurrence == nil)
  }

  // MARK: As a request

  private func upsert(
    _ records: [Record], on change: (inout WorkingSet) -> Void = { _ in }
  ) -> Decision {
    var facts = WorkingSet()
    change(&facts)
    let context = PlanningContext(
      request: RequestKey(source: "test", identifier: "r"), now: noon,
      taxEngine: RateTableTaxEngine(), timeZones: UnknownTimeZones(),
      deriveIdentifier: { $0.joined(separator: "/") })
    return UpsertRecords(entries: records.map(UpsertRecords.Entry.record))
      .plan(on: facts, in: context)
  }

  @Test("An unknown zone is TIME_ZONE_UNKNOWN, of a draft too")
  func unknownZone() {
    for status in InvoiceScheduler.Status.allCases {
      let decision = upsert([
        .invoiceScheduler(
          .daily {
            $0.status = status
            $0.timeZone = "Mars/Base"
          })
      ])
      #expect(decision.errors.map(\.code) == [.timeZoneUnknown])
      #expect(decision.errors.first?.pointer == "/records/0/timeZone")
      #expect(decision.effects.runs.isEmpty)
    }
  }

  @Test("What criteria and calendar name must exist; an account of the same request does")
  func references() throws {
    let scheduler = InvoiceScheduler.daily {
      $0.holidayCalendarId = "H"
      $0.criteria.accountIds = ["A", "B"]
      $0.criteria.excludedAccountIds = ["C"]
      $0.criteria.legalEntityIds = ["LE"]
    }
    let needed = UpsertRecords(entries: [.record(.invoiceScheduler(scheduler))]).factsNeeded
    #expect(needed.runs.accountsNamed == ["A", "B", "C"])
    #expect(needed.runs.statesOfSchedulers == ["S"])
    let pointers = upsert([.invoiceScheduler(scheduler)]).errors.map(\.pointer)
    #expect(
      pointers == [
        "/records/0/holidayCalendarId", "/records/0/criteria/legalEntityIds",
        "/records/0/criteria/accountIds", "/records/0/criteria/excludeAccountIds",
      ])
    let complete: [Record] = [
      .holidayCalendar(HolidayCalendar(id: "H", name: "None")),
      .account(try World.account("A")), .invoiceScheduler(scheduler),
    ]
    let address = try World.account("A").billingAddress
    let decision = upsert(complete) {
      $0.runs.existingAccounts = ["B", "C"]
      $0.insert(.legalEntity(LegalEntity(id: "LE", name: "LE", address: address)))
    }
    #expect(decision.errors == [])
    guard case .invoiceScheduler(let stored)? = decision.effects.records.last else {
      Issue.record("no scheduler")
      return
    }
    #expect(stored.nextOccurrence?.instant == "2026-12-02T06:00:00Z")
  }

  @Test("A request's own calendar is the one that counts")
  func calendarOfTheRequest() {
    let decision = upsert([
      .invoiceScheduler(
        .daily {
          $0.holidayCalendarId = "H"
          $0.excludesNonBusinessDays = true
        }),
      .holidayCalendar(HolidayCalendar(id: "H", name: "New", dates: ["2026-12-02"])),
    ])
    guard case .invoiceScheduler(let stored)? = decision.effects.records.first else {
      Issue.record("no scheduler")
      return
    }
    #expect(stored.nextOccurrence?.localDate == "2026-12-03")
  }

  @Test("1,000 are Active at most; one that is Active already stays so")
  func mostActive() {
    let active = Set((0..<InvoiceScheduler.mostActive).map { InvoiceScheduler.ID("S\($0)") })
    func stored(_ id: InvoiceScheduler.ID, _ status: InvoiceScheduler.Status) -> InvoiceScheduler {
      InvoiceScheduler(
        id: id, name: "S", status: status, rule: .daily, startDate: "2026-11-01", minuteOfDay: 1,
        timeZone: "UTC")
    }
    let full: (inout WorkingSet) -> Void = {
      $0.runs.activeSchedulers = active
      $0.insert(.invoiceScheduler(stored("S1", .active)))
    }
    let refused = upsert([.invoiceScheduler(stored("S", .active))], on: full)
    #expect(refused.errors.map(\.code) == [.limitExceeded])
    #expect(refused.errors.first?.pointer == "/records/0/status")
    #expect(upsert([.invoiceScheduler(stored("S", .draft))], on: full).errors == [])
    #expect(upsert([.invoiceScheduler(stored("S1", .active))], on: full).errors == [])
    // One out, one in.
    let swapped: [Record] = [
      .invoiceScheduler(stored("S", .active)), .invoiceScheduler(stored("S1", .inactive)),
    ]
    #expect(upsert(swapped, on: full).errors == [])
  }

  @Test("The error log about a zone of the old content is recorded with the change")
  func unknownZoneLogged() {
    let scenario = SchedulerScenario(.daily(), activatedAt: "2026-11-30T12:00:00Z")
    var stored = scenario.scheduler
    stored.timeZone = "Mars/Base"
    let decision = upsert([.invoiceScheduler(.daily())]) { $0.insert(.invoiceScheduler(stored)) }
    #expect(decision.outcome == .succeeded && decision.effects.runs.started.isEmpty)
    #expect(decision.effects.runs.occurrences.map(\.outcome) == [.skipped(.missed)])
    #expect(decision.errorLogs.map(\.code) == [.timeZoneUnknown])
    #expect(
      decision.errorLogs.map(\.primaryRecord) == [
        RecordReference(type: .invoiceScheduler, id: "S")
      ])
  }

  @Test("What a change settles is among the effects, on which the next request is planned")
  func effects() throws {
    var facts = WorkingSet()
    let scenario = SchedulerScenario(.daily(), activatedAt: "2026-11-30T12:00:00Z")
    facts.insert(.invoiceScheduler(scenario.scheduler))
    let decision = upsert([.invoiceScheduler(.daily { $0.name = "New" })]) { $0 = facts }
    let run = try #require(decision.effects.runs.started.first)
    #expect(
      decision.effects.runs.occurrences == [
        SchedulerOccurrence(
          schedulerId: "S", localDate: "2026-12-01", scheduledFor: "2026-12-01T06:00:00Z",
          outcome: .run(run.id))
      ])
    facts.apply(decision.effects)
    let state = try #require(facts.runs.schedulerStates["S"])
    #expect(state.runningRunId == run.id && state.isRunningLate)
    #expect(state.settledDates == ["2026-12-01"])
  }
}
