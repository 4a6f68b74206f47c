import CivilTime

/// Occurrences of a scheduler that are due, and those that wait, on their way to an outcome each (<doc:Schedulers#Missed>,
/// <doc:Schedulers#Overlap>).
struct OccurrencesInLine {
  typealias Occurrence = InvoiceScheduler.NextOccurrence
  typealias SkipReason = SchedulerOccurrence.SkipReason

  private let scheduler: InvoiceScheduler
  private let now: UTCInstant
  private let runIdentifier: (CivilDate) -> InvoiceRun.ID
  private(set) var state: SchedulerState
  private(set) var outcomes: [SchedulerOccurrence] = []
  private(set) var run: InvoiceRun?

  init(
    of scheduler: InvoiceScheduler, _ state: SchedulerState, at now: UTCInstant,
    runIdentifier: @escaping (CivilDate) -> InvoiceRun.ID
  ) {
    self.scheduler = scheduler
    self.state = state
    self.now = now
    self.runIdentifier = runIdentifier
  }

  private func isMissed(_ occurrence: Occurrence) -> Bool { now.isLate(for: occurrence.instant) }

  /// Settles what is due, in order. Where more are due than that, the next turn settles them.
  mutating func settle(_ due: [Occurrence], areMoreDue: Bool) {
    switch scheduler.onMissed {
    case .runAll:
      for occurrence in due {
        let joins = state.runningRunId == nil || !state.waiting.isEmpty || mayWait(occurrence)
        note(occurrence, joins ? .waiting : .skipped(.stillRunning))
      }
      beginFirst()
    case .runLatest:
      settleLatest(due, areMoreDue)
    case .skip:
      for occurrence in due where isMissed(occurrence) { note(occurrence, .skipped(.missed)) }
      settleLatest(due.filter { !isMissed($0) }, areMoreDue)
    }
  }

  /// The latest of all that are due or wait has the run; it bills what the earlier ones would have.
  private mutating func settleLatest(_ due: [Occurrence], _ areMoreDue: Bool) {
    guard let latest = due.last, !areMoreDue else {
      for occurrence in due { note(occurrence, .skipped(.superseded)) }
      if !areMoreDue { beginLast() }
      return
    }
    for occurrence in due.dropLast() { note(occurrence, .skipped(.superseded)) }
    if state.runningRunId == nil {
      supersedeWaiting()
      begin(latest.localDate, scheduledFor: latest.instant)
    } else if mayWait(latest) {
      supersedeWaiting()
      note(latest, .waiting)
    } else {
      note(latest, .skipped(.stillRunning))
    }
  }

  /// Passes over what is due, and begins what waits.
  mutating func skip(_ due: [Occurrence], _ reason: SkipReason) {
    for occurrence in due { note(occurrence, .skipped(reason)) }
    beginFirst()
  }

  /// Whether one waits that meets a run. What an outage made late does, and what meets a run that it made late, though the scheduler queues
  /// nothing: after the outage the same days are billed as without it.
  private func mayWait(_ occurrence: Occurrence) -> Bool {
    scheduler.onOverlap == .queue || isMissed(occurrence) || state.isRunningLate
  }

  /// Begins the run of an occurrence that is past, and not missed all the same.
  mutating func makeUp(for occurrence: Occurrence) {
    if state.runningRunId == nil {
      begin(occurrence.localDate, scheduledFor: occurrence.instant)
    } else if scheduler.onOverlap == .queue {
      note(occurrence, .waiting)
    } else {
      note(occurrence, .skipped(.stillRunning))
    }
  }

  /// Passes over all that waits: nothing will begin it.
  mutating func giveUpWaiting() { skipWaiting(.stillRunning) }

  private mutating func supersedeWaiting() { skipWaiting(.superseded) }

  private mutating func skipWaiting(_ reason: SkipReason) {
    for var waiting in state.waiting {
      waiting.outcome = .skipped(reason)
      note(waiting)
    }
  }

  /// Begins the first that waits, if no run is Running.
  private mutating func beginFirst() {
    guard state.runningRunId == nil, let first = state.waiting.first else { return }
    begin(first.localDate, scheduledFor: first.scheduledFor)
  }

  private mutating func beginLast() {
    guard state.runningRunId == nil, let last = state.waiting.last else { return }
    for var earlier in state.waiting.dropLast() {
      earlier.outcome = .skipped(.superseded)
      note(earlier)
    }
    begin(last.localDate, scheduledFor: last.scheduledFor)
  }

  private mutating func begin(_ runDate: CivilDate, scheduledFor: UTCInstant) {
    let run = scheduler.run(
      runIdentifier(runDate), on: runDate, scheduledFor: scheduledFor, at: now)
    self.run = run
    state.isRunningLate = run.beganLate
    note(
      SchedulerOccurrence(
        schedulerId: scheduler.id, localDate: runDate, scheduledFor: scheduledFor,
        outcome: .run(run.id)))
  }

  private mutating func note(_ occurrence: Occurrence, _ outcome: SchedulerOccurrence.Outcome) {
    note(
      SchedulerOccurrence(
        schedulerId: scheduler.id, localDate: occurrence.localDate,
        scheduledFor: occurrence.instant, outcome: outcome))
  }

  /// One that waited and begins in the same turn has one outcome, the last.
  private mutating func note(_ occurrence: SchedulerOccurrence) {
    state.note(occurrence)
    if let place = outcomes.firstIndex(where: { $0.localDate == occurrence.localDate }) {
      outcomes[place] = occurrence
    } else {
      outcomes.append(occurrence)
    }
  }
}
