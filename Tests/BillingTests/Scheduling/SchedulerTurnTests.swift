import CivilTime
import Testing

@testable import Billing

@Suite("Scheduler turns")
struct SchedulerTurnTests {
  /// Active since 2026-11-30 12:00, so that 12-01 is the first.
  private func scenario(
    _ change: (inout InvoiceScheduler) -> Void = { _ in }
  ) -> SchedulerScenario {
    SchedulerScenario(.daily(change), activatedAt: "2026-11-30T12:00:00Z")
  }

  @Test("Nothing is due before its time; on time it runs, and the next day follows")
  func onTime() throws {
    var scenario = scenario()
    let early = scenario.turn(at: "2026-12-01T05:59:59Z")
    #expect(early.occurrences.isEmpty && early.run == nil)
    let turn = scenario.turn(at: "2026-12-01T06:00:00Z")
    #expect(turn.run?.runDate == "2026-12-01")
    #expect(turn.run?.scheduledFor == "2026-12-01T06:00:00Z")
    #expect(turn.run?.startedAt == "2026-12-01T06:00:00Z")
    #expect(scenario.scheduler.nextOccurrence?.localDate == "2026-12-02")
    #expect(scenario.turn(at: "2026-12-01T06:00:01Z").occurrences.isEmpty)
  }

  @Test("E41: RunLatest: the latest missed one runs with its own dates, others are Superseded")
  func runLatest() throws {
    var scenario = scenario()
    let run = try #require(scenario.turn(at: "2026-12-04T07:30:00Z").run)
    #expect(
      scenario.listed == ["12-01 Superseded", "12-02 Superseded", "12-03 Superseded", "12-04 run"])
    #expect(run.runDate == "2026-12-04")
    #expect(run.terms?.targetDate == "2026-12-04")
    #expect(run.scheduledFor == "2026-12-04T06:00:00Z")
    #expect(scenario.scheduler.nextOccurrence?.instant == "2026-12-05T06:00:00Z")
  }

  @Test("E41: RunAll: four runs, one after the other, each with its own dates")
  func runAll() {
    var scenario = scenario { $0.onMissed = .runAll }
    scenario.turn(at: "2026-12-04T07:30:00Z")
    #expect(scenario.listed == ["12-01 run", "12-02 waiting", "12-03 waiting", "12-04 waiting"])
    for minute in 1...3 {
      let now = ("2026-12-04T07:30:00Z" as UTCInstant).adding(minutes: minute)
      #expect(scenario.turn(at: now).run == nil, "while one is Running")
      scenario.endRun()
      scenario.turn(at: now)
    }
    #expect(scenario.listed == ["12-01 run", "12-02 run", "12-03 run", "12-04 run"])
    #expect(
      scenario.runs.map(\.runDate) == ["2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"])
  }

  @Test("E41: Skip: four are Missed, and the next runs")
  func skip() {
    var scenario = scenario { $0.onMissed = .skip }
    #expect(scenario.turn(at: "2026-12-04T07:30:00Z").run == nil)
    #expect(scenario.listed == ["12-01 Missed", "12-02 Missed", "12-03 Missed", "12-04 Missed"])
    #expect(scenario.turn(at: "2026-12-05T06:00:00Z").run?.runDate == "2026-12-05")
  }

  @Test(
    "Up to 15 minutes are on time, more are late", arguments: InvoiceScheduler.OnMissed.allCases)
  func punctuality(onMissed: InvoiceScheduler.OnMissed) {
    var onTime = scenario { $0.onMissed = onMissed }
    #expect(onTime.turn(at: "2026-12-01T06:15:00Z").run != nil)
    var late = scenario { $0.onMissed = onMissed }
    #expect((late.turn(at: "2026-12-01T06:15:00.000001Z").run == nil) == (onMissed == .skip))
  }

  @Test("RunLatest: one that is on time supersedes those that were missed")
  func missedAndOnTime() {
    var scenario = scenario()
    scenario.turn(at: "2026-12-03T06:05:00Z")
    #expect(scenario.listed == ["12-01 Superseded", "12-02 Superseded", "12-03 run"])
    var skipping = self.scenario { $0.onMissed = .skip }
    skipping.turn(at: "2026-12-03T06:05:00Z")
    #expect(skipping.listed == ["12-01 Missed", "12-02 Missed", "12-03 run"])
  }

  @Test(
    "E42: a run that lasts longer than a day: the next is StillRunning",
    arguments: InvoiceScheduler.OnMissed.allCases)
  func overlapSkips(onMissed: InvoiceScheduler.OnMissed) {
    var scenario = scenario { $0.onMissed = onMissed }
    scenario.turn(at: "2026-12-01T06:00:00Z")
    let turn = scenario.turn(at: "2026-12-02T06:00:00Z")
    #expect(turn.occurrences.map(\.outcome) == [.skipped(.stillRunning)])
    scenario.endRun()
    #expect(scenario.turn(at: "2026-12-02T08:00:00Z").run == nil)
    scenario.turn(at: "2026-12-03T06:00:00Z")
    #expect(scenario.listed == ["12-01 run", "12-02 StillRunning", "12-03 run"])
  }

  @Test("E42: Queue: the latest begins when the other ends, with its own run date")
  func overlapQueues() throws {
    var scenario = scenario { $0.onOverlap = .queue }
    scenario.turn(at: "2026-12-01T06:00:00Z")
    scenario.turn(at: "2026-12-02T06:00:00Z")
    #expect(scenario.listed == ["12-01 run", "12-02 waiting"])
    scenario.turn(at: "2026-12-03T06:00:00Z")
    #expect(scenario.listed == ["12-01 run", "12-02 Superseded", "12-03 waiting"])
    scenario.endRun()
    let run = try #require(scenario.turn(at: "2026-12-03T08:00:00Z").run)
    #expect(run.runDate == "2026-12-03")
    #expect(run.scheduledFor == "2026-12-03T06:00:00Z")
    #expect(scenario.listed == ["12-01 run", "12-02 Superseded", "12-03 run"])
  }

  @Test("RunAll with overlap: what comes while others are made up for joins the line")
  func joinsTheLine() {
    var scenario = scenario { $0.onMissed = .runAll }
    scenario.turn(at: "2026-12-02T07:30:00Z")
    scenario.endRun()
    scenario.turn(at: "2026-12-02T07:31:00Z")
    // The last of the line is Running, and began late.
    scenario.turn(at: "2026-12-03T06:00:00Z")
    #expect(scenario.listed == ["12-01 run", "12-02 run", "12-03 waiting"])
    scenario.endRun()
    scenario.turn(at: "2026-12-03T06:30:00Z")
    #expect(scenario.runs.map(\.runDate) == ["2026-12-01", "2026-12-02", "2026-12-03"])
  }

  @Test("RunLatest: what an outage made late waits for a run, and what meets a late run does")
  func lateWaits() {
    var scenario = scenario()
    scenario.turn(at: "2026-12-01T06:00:00Z")
    // Away until 12-03, and the run of 12-01 goes on.
    scenario.turn(at: "2026-12-03T07:00:00Z")
    #expect(scenario.listed == ["12-01 run", "12-02 Superseded", "12-03 waiting"])
    scenario.endRun()
    scenario.turn(at: "2026-12-04T05:50:00Z")
    scenario.turn(at: "2026-12-04T06:00:00Z")
    #expect(scenario.listed.suffix(2) == ["12-03 run", "12-04 waiting"])
  }

  @Test("An outage of three years is settled in several turns, each occurrence once")
  func longOutage() {
    var scenario = scenario()
    let back: UTCInstant = "2029-12-01T07:00:00Z"
    var turns = 0
    repeat {
      let turn = scenario.turn(at: back)
      #expect(turn.occurrences.count <= InvoiceScheduler.mostOccurrencesOfTurn)
      turns += 1
    } while scenario.scheduler.nextOccurrence.map { $0.instant <= back } ?? false
    #expect(turns == 3)
    #expect(scenario.runs.map(\.runDate) == ["2029-12-01"])
    #expect(scenario.outcomes.count == 1_097)
    #expect(scenario.outcomes.values.filter { $0 == .skipped(.superseded) }.count == 1_096)
  }

  @Test("A zone that is not known any more: Missed, with an error log; known again, it runs")
  func unknownZone() throws {
    var scenario = scenario()
    scenario.scheduler.timeZone = "Mars/Base"
    let turn = scenario.turn(at: "2026-12-02T06:00:00Z")
    #expect(scenario.listed == ["12-01 Missed", "12-02 Missed"])
    let log = try #require(turn.errorLog)
    #expect(log.code == .timeZoneUnknown && log.category == .invoiceRun)
    #expect(log.primaryRecord == RecordReference(type: .invoiceScheduler, id: "S"))
    #expect(scenario.scheduler.nextOccurrence?.instant == "2026-12-03T06:00:00Z")
    scenario.scheduler.timeZone = "UTC"
    let next = scenario.turn(at: "2026-12-03T06:00:00Z")
    #expect(next.run?.runDate == "2026-12-03" && next.errorLog == nil)
  }

  @Test("A holiday that was added later is kept, a zone that moved its clocks too")
  func reviewed() {
    var scenario = SchedulerScenario(
      .daily { $0.excludesNonBusinessDays = true }, activatedAt: "2026-11-30T12:00:00Z")
    scenario.holidays = HolidayCalendar(id: "H", name: "New", dates: ["2026-12-01"])
    #expect(scenario.turn(at: "2026-12-01T06:00:00Z").occurrences.isEmpty)
    #expect(scenario.scheduler.nextOccurrence?.localDate == "2026-12-02")
    #expect(scenario.turn(at: "2026-12-02T06:00:00Z").run?.runDate == "2026-12-02")
  }

  @Test("An occurrence that another worker has settled is left out")
  func settledElsewhere() {
    var scenario = scenario()
    scenario.state.settledDates = ["2026-12-01"]
    #expect(scenario.turn(at: "2026-12-01T06:00:00Z").occurrences.isEmpty)
    #expect(scenario.scheduler.nextOccurrence?.localDate == "2026-12-02")
  }

  @Test("The last occurrence of a scheduler leaves none")
  func ends() {
    var scenario = scenario { $0.endDate = "2026-12-01" }
    scenario.turn(at: "2026-12-01T06:00:00Z")
    #expect(scenario.scheduler.nextOccurrence == nil)
    #expect(scenario.turn(at: "2026-12-09T06:00:00Z").occurrences.isEmpty)
  }
}
