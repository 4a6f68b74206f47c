import CivilTime
import TestSupport
import Testing

@testable import Billing

/// Schedulers over months, with a clock that is away at times and runs that last.
@Suite("Scheduler properties")
struct SchedulerPropertyTests {
  private static let start: UTCInstant = "2026-11-30T12:00:00Z"
  private static let minutes = 60 * 24 * 60
  /// Minutes between two looks of the clock, when it is there: less than what counts as late.
  private static let step = 5

  /// Of one life of a scheduler: when the clock is away, how long each run lasts, what is changed and when.
  private struct Life {
    var outages: [Range<Int>] = []
    /// Minutes, by the run's place.
    var durations: [Int] = []
    var changes: [Int: InvoiceScheduler] = [:]
  }

  private func live(_ scheduler: InvoiceScheduler, _ life: Life) -> SchedulerScenario {
    var scenario = SchedulerScenario(scheduler, activatedAt: Self.start)
    var end: Int?
    for minute in stride(from: 0, through: Self.minutes, by: Self.step) {
      let now = Self.start.adding(minutes: minute)
      let isAway = life.outages.contains { $0.contains(minute) }
      if let time = end, time <= minute, !isAway {
        scenario.endRun()
        end = nil
      }
      let count = scenario.runs.count
      if let given = life.changes[minute] { scenario.upsert(given, at: now) }
      let isDue = scenario.scheduler.nextOccurrence.map { $0.instant <= now } ?? false
      let mayBegin = scenario.state.runningRunId == nil && !scenario.state.waiting.isEmpty
      if !isAway, scenario.scheduler.status == .active, isDue || mayBegin {
        scenario.turn(at: now)
      }
      if scenario.runs.count > count {
        end = minute + life.durations[count % life.durations.count]
      }
    }
    // The clock stays until nothing is left to begin.
    let last = Self.start.adding(minutes: Self.minutes)
    while scenario.scheduler.status == .active, !scenario.state.waiting.isEmpty {
      scenario.endRun()
      scenario.turn(at: last)
    }
    return scenario
  }

  private func scheduler(_ generator: inout SeededGenerator) -> InvoiceScheduler {
    let rules: [OccurrenceRule] = [
      .daily, .daily, .weekly(.monday), .monthlyDay(31), .monthlyFromEnd(1),
      .monthlyNth(.last, .friday),
    ]
    var scheduler = InvoiceScheduler.daily()
    scheduler.rule = rules.randomElement(using: &generator) ?? .daily
    scheduler.minuteOfDay = Int.random(in: 0..<288, using: &generator) * 5
    scheduler.excludesNonBusinessDays = Bool.random(using: &generator)
    scheduler.onMissed =
      InvoiceScheduler.OnMissed.allCases.randomElement(using: &generator) ?? .skip
    scheduler.onOverlap =
      InvoiceScheduler.OnOverlap.allCases.randomElement(using: &generator) ?? .skip
    return scheduler
  }

  private func outages(_ generator: inout SeededGenerator) -> [Range<Int>] {
    (0..<Int.random(in: 0...4, using: &generator)).map { _ in
      let start = Int.random(in: 0..<Self.minutes, using: &generator)
      return start..<start + Int.random(in: 1...14 * 24 * 60, using: &generator)
    }
  }

  private func durations(upTo most: Int, _ generator: inout SeededGenerator) -> [Int] {
    (0..<7).map { _ in Int.random(in: 0...most, using: &generator) }
  }

  @Test("Invariant 2: each occurrence ends in exactly one run or one reason")
  func oneOutcome() throws {
    var generator = SeededGenerator(seed: 38)
    var count = 0
    for _ in 0..<PropertyTests.cases / 3 {
      let scheduler = scheduler(&generator)
      let life = Life(
        outages: outages(&generator).filter { $0.upperBound < Self.minutes - 1_440 },
        durations: durations(upTo: 40 * 60, &generator))
      let scenario = live(scheduler, life)
      let expected = scheduler.occurrences(
        after: Self.start, count: 70, holidays: nil, zones: UnknownTimeZones()
      ).filter { $0.instant <= Self.start.adding(minutes: Self.minutes) }.map(\.localDate)
      #expect(scenario.outcomes.keys.sorted() == expected, "\(scheduler) \(life)")
      #expect(scenario.outcomes.values.allSatisfy { $0 != .waiting }, "\(scheduler) \(life)")
      #expect(scenario.overwritten == [], "\(scheduler) \(life)")
      #expect(Set(scenario.runs.map(\.runDate)).count == scenario.runs.count)
      #expect(scenario.runs.map(\.runDate) == scenario.runs.map(\.runDate).sorted())
      count += scenario.runs.count
    }
    #expect(count > 300)
  }

  @Test("Invariant 2: whatever is changed meanwhile, no occurrence has two outcomes or none")
  func oneOutcomeWithChanges() throws {
    var generator = SeededGenerator(seed: 40)
    for _ in 0..<PropertyTests.cases / 3 {
      var life = Life(
        outages: outages(&generator), durations: durations(upTo: 40 * 60, &generator))
      for _ in 0..<6 {
        var given = scheduler(&generator)
        given.status = InvoiceScheduler.Status.allCases.randomElement(using: &generator) ?? .active
        life.changes[Int.random(in: 0..<Self.minutes / 5, using: &generator) * 5] = given
      }
      let first = scheduler(&generator)
      let scenario = live(first, life)
      #expect(scenario.overwritten == [], "\(first) \(life)")
      #expect(scenario.outcomes.values.allSatisfy { $0 != .waiting }, "\(first) \(life)")
      #expect(Set(scenario.runs.map(\.runDate)).count == scenario.runs.count)
    }
  }

  @Test("Invariant 2: after outages of any length RunLatest bills through the same day as without")
  func sameDay() throws {
    var generator = SeededGenerator(seed: 41)
    for _ in 0..<PropertyTests.cases / 3 {
      var scheduler = scheduler(&generator)
      scheduler.onMissed = .runLatest
      // Runs that end before the next is due: the last look is a day after the last outage.
      let durations = durations(upTo: 11 * 60, &generator)
      let outages = outages(&generator).filter { $0.upperBound < Self.minutes - 2 * 1_440 }
      let disturbed = live(scheduler, Life(outages: outages, durations: durations))
      let undisturbed = live(scheduler, Life(durations: durations))
      #expect(
        disturbed.runs.last?.runDate == undisturbed.runs.last?.runDate,
        "\(scheduler) \(outages) \(durations)")
    }
  }
}
