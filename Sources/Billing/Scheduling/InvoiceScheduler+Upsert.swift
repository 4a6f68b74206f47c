package import CivilTime

/// When schedulers are upserted, and by which zone data.
package struct SchedulingContext: Sendable {
  package let now: UTCInstant
  package let zones: any TimeZoneRules
  /// As in ``PlanningContext``.
  package let deriveIdentifier: @Sendable ([String]) -> String

  package init(
    now: UTCInstant, zones: any TimeZoneRules,
    deriveIdentifier: @escaping @Sendable ([String]) -> String
  ) {
    self.now = now
    self.zones = zones
    self.deriveIdentifier = deriveIdentifier
  }
}

/// What is stored of a scheduler that is upserted, and what is known of it.
package struct StoredScheduler {
  package let scheduler: InvoiceScheduler?
  /// The calendar that the stored one names.
  package let holidays: HolidayCalendar?
  package let state: SchedulerState

  package init(_ scheduler: InvoiceScheduler?, holidays: HolidayCalendar?, state: SchedulerState) {
    self.scheduler = scheduler
    self.holidays = holidays
    self.state = state
  }
}

extension InvoiceScheduler {
  /// Whether an upsert of this content changes nothing of the stored one.
  package func hasSameContent(as stored: InvoiceScheduler) -> Bool {
    var given = self
    given.nextOccurrence = stored.nextOccurrence
    given.revision = stored.revision
    return given == stored
  }

  /// What an upsert of this content stores (<doc:Schedulers#Changes>): the scheduler, and the occurrences that
  /// are settled with it. What is due of an Active one has its outcome by the content that it was due under.
  package func upserted(
    over stored: StoredScheduler, holidays: HolidayCalendar?, in context: SchedulingContext
  ) -> SchedulerTurn {
    var turn = SchedulerTurn(scheduler: self)
    if let known = stored.scheduler, hasSameContent(as: known) {
      turn.scheduler.nextOccurrence = known.nextOccurrence
      return turn
    }
    var state = stored.state
    if let known = stored.scheduler, known.status == .active {
      turn.settle(known, stored.holidays, &state, in: context)
    }
    var line = OccurrencesInLine(of: self, state, at: context.now) {
      runIdentifier($0, context.deriveIdentifier)
    }
    if status == .active {
      let calendar = OccurrenceCalendar(of: self, holidays, context.zones)
      turn.scheduler.nextOccurrence = calendar.first(
        after: context.now, leavingOut: state.settledDates)
      if let past = calendar.onlyPast(at: context.now), !state.settledDates.contains(past.localDate)
      {
        line.makeUp(for: past)
      }
    } else {
      turn.scheduler.nextOccurrence = nil
      line.giveUpWaiting()
    }
    turn.add(line)
    return turn
  }
}

extension OccurrenceCalendar {
  /// The occurrence of a Once scheduler, where it is past: it is made up for, unlike those of the others.
  fileprivate func onlyPast(at now: UTCInstant) -> Occurrence? {
    guard scheduler.rule == .once, let days = days(onOrAfter: scheduler.startDate),
      let instant = instant(of: days.local), instant <= now
    else { return nil }
    return Occurrence(ruleDate: days.rule, localDate: days.local, instant: instant)
  }
}

extension SchedulerTurn {
  /// Settles all that is due of an Active scheduler, however long the outage was.
  fileprivate mutating func settle(
    _ known: InvoiceScheduler, _ holidays: HolidayCalendar?, _ state: inout SchedulerState,
    in context: SchedulingContext
  ) {
    var rest = known
    repeat {
      let turn = rest.turn(
        at: context.now, state: state, holidays: holidays, zones: context.zones,
        deriveIdentifier: context.deriveIdentifier)
      let dates = Set(turn.occurrences.map(\.localDate))
      occurrences.removeAll { dates.contains($0.localDate) }
      occurrences += turn.occurrences
      run = run ?? turn.run
      errorLog = turn.errorLog ?? errorLog
      for occurrence in turn.occurrences { state.note(occurrence) }
      if let run = turn.run { state.isRunningLate = run.beganLate }
      rest = turn.scheduler
    } while rest.nextOccurrence.map { $0.instant <= context.now } ?? false
  }

  /// Adds outcomes noted after those of the turn: of each occurrence the last holds.
  fileprivate mutating func add(_ line: OccurrencesInLine) {
    let dates = Set(line.outcomes.map(\.localDate))
    occurrences.removeAll { dates.contains($0.localDate) }
    occurrences = (occurrences + line.outcomes).sorted { $0.localDate < $1.localDate }
    run = run ?? line.run
  }
}
