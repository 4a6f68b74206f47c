import CivilTime
import Testing

@testable import Billing

extension UTCInstant: ExpressibleByStringLiteral {
  /// An instant written out in a test. A mistake shows as an instant no test expects.
  public init(stringLiteral text: String) {
    self = UTCInstant(rfc3339: text) ?? UTCInstant(microsecondsSince1970: .min)
  }

  func adding(minutes: Int) -> UTCInstant { adding(microseconds: Int64(minutes) * 60_000_000) }
}

extension InvoiceScheduler {
  /// Active, Daily at 06:00 UTC, from 2026-11-01.
  static func daily(_ change: (inout InvoiceScheduler) -> Void = { _ in }) -> InvoiceScheduler {
    var scheduler = InvoiceScheduler(
      id: "S", name: "Daily", status: .active, rule: .daily, startDate: "2026-11-01",
      minuteOfDay: 360, timeZone: "UTC")
    change(&scheduler)
    return scheduler
  }

  /// The local dates of the next occurrences.
  func dates(
    after instant: UTCInstant, _ count: Int = 2, holidays: HolidayCalendar? = nil
  ) -> [CivilDate] {
    occurrences(after: instant, count: count, holidays: holidays, zones: UnknownTimeZones())
      .map(\.localDate)
  }
}

/// A scheduler with what a store would keep of it.
struct SchedulerScenario {
  var scheduler: InvoiceScheduler
  var holidays: HolidayCalendar?
  var zones: any TimeZoneRules = UnknownTimeZones()
  var state = SchedulerState()
  /// By local date, as it was settled last.
  private(set) var outcomes: [CivilDate: SchedulerOccurrence.Outcome] = [:]
  private(set) var runs: [InvoiceRun] = []
  /// Outcomes that replaced a final one: there must be none.
  private(set) var overwritten: [CivilDate] = []

  /// As activation leaves it.
  init(_ scheduler: InvoiceScheduler, activatedAt now: UTCInstant, holidays: HolidayCalendar? = nil)
  {
    self.scheduler = scheduler
    self.holidays = holidays
    self.scheduler.nextOccurrence =
      scheduler.occurrences(after: now, count: 1, holidays: holidays, zones: zones).first
  }

  @discardableResult
  mutating func turn(at now: UTCInstant) -> SchedulerTurn {
    let turn = scheduler.turn(
      at: now, state: state, holidays: holidays, zones: zones,
      deriveIdentifier: { $0.joined(separator: "/") })
    take(turn)
    return turn
  }

  @discardableResult
  mutating func upsert(_ given: InvoiceScheduler, at now: UTCInstant) -> SchedulerTurn {
    let turn = given.upserted(
      over: StoredScheduler(scheduler, holidays: holidays, state: state), holidays: holidays,
      in: SchedulingContext(
        now: now, zones: zones, deriveIdentifier: { $0.joined(separator: "/") }))
    take(turn)
    return turn
  }

  private mutating func take(_ turn: SchedulerTurn) {
    scheduler = turn.scheduler
    for occurrence in turn.occurrences {
      if let known = outcomes[occurrence.localDate], known != .waiting {
        overwritten.append(occurrence.localDate)
      }
      outcomes[occurrence.localDate] = occurrence.outcome
      state.note(occurrence)
    }
    if let run = turn.run {
      runs.append(run)
      state.isRunningLate = run.beganLate
    }
  }

  mutating func endRun() {
    state.runningRunId = nil
    state.isRunningLate = false
  }

  /// `12-01 Superseded` for each, in order; `run` and `waiting` for the others.
  var listed: [String] {
    outcomes.sorted { $0.key < $1.key }.map { date, outcome in
      let text =
        switch outcome {
        case .run: "run"
        case .waiting: "waiting"
        case .skipped(let reason): reason.rawValue
        }
      return "\(date.description.dropFirst(5)) \(text)"
    }
  }
}
