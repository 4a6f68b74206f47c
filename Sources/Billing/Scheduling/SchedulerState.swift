package import CivilTime

/// What is known of a scheduler besides its record.
package struct SchedulerState: Hashable, Sendable {
  /// Its run that is Running; there is at most one.
  package var runningRunId: InvoiceRun.ID?
  /// Whether that run began late (``InvoiceRun/beganLate``).
  package var isRunningLate: Bool
  /// Occurrences that wait for it, in order.
  package var waiting: [SchedulerOccurrence]
  /// The latest local dates that have an outcome, or wait: they have no other occurrence. At most ``mostSettledDates``.
  package var settledDates: Set<CivilDate>

  /// So many of the latest are loaded: what is due or next lies behind all but the last few of them.
  package static let mostSettledDates = 100

  package init(
    runningRunId: InvoiceRun.ID? = nil, waiting: [SchedulerOccurrence] = [],
    settledDates: Set<CivilDate> = [], isRunningLate: Bool = false
  ) {
    self.runningRunId = runningRunId
    self.isRunningLate = isRunningLate
    self.waiting = waiting
    self.settledDates = settledDates
  }

  /// The state once this outcome is stored.
  package mutating func note(_ occurrence: SchedulerOccurrence) {
    waiting.removeAll { $0.localDate == occurrence.localDate }
    settledDates.insert(occurrence.localDate)
    switch occurrence.outcome {
    case .run(let id): runningRunId = id
    case .skipped: break
    case .waiting: waiting.append(occurrence)
    }
  }
}

extension UTCInstant {
  /// Later than this an occurrence counts as missed; up to it a change of leader loses nothing.
  private static let punctuality: Int64 = 15 * 60 * 1_000_000

  /// Whether this is too late for an occurrence to be on time.
  package func isLate(for scheduledFor: UTCInstant) -> Bool {
    self > scheduledFor.adding(microseconds: Self.punctuality)
  }
}

extension InvoiceRun {
  /// Whether it is the run of an occurrence that was missed or had to wait.
  package var beganLate: Bool { scheduledFor.map { startedAt.isLate(for: $0) } ?? false }
}
