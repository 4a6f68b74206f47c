package import CivilTime

/// What is known of a scheduler besides its record.
package struct SchedulerState: Hashable, Sendable {
  /// Its run that is Running; there is at most one.
  package var runningRunId: InvoiceRun.ID?
  /// Occurrences that wait for it, in order.
  package var waiting: [SchedulerOccurrence]
  /// The latest local dates that have an outcome, or wait: no other occurrence comes of them. At most ``mostSettledDates``.
  package var settledDates: Set<CivilDate>

  /// So many of the latest are loaded: what is due or next lies behind all but the last few of them.
  package static let mostSettledDates = 100

  package init(
    runningRunId: InvoiceRun.ID? = nil, waiting: [SchedulerOccurrence] = [],
    settledDates: Set<CivilDate> = []
  ) {
    self.runningRunId = runningRunId
    self.waiting = waiting
    self.settledDates = settledDates
  }

  /// The state once these outcomes are stored.
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
