package import CivilTime

/// What became of an occurrence of a scheduler; each has one, and (scheduler, local date) is its key in the store, whatever instants
/// workers with other zone data compute.
package struct SchedulerOccurrence: Hashable, Sendable {
  package let schedulerId: InvoiceScheduler.ID
  /// The local date as it was moved: the run date.
  package let localDate: CivilDate
  package let scheduledFor: UTCInstant
  package var outcome: Outcome

  package init(
    schedulerId: InvoiceScheduler.ID, localDate: CivilDate, scheduledFor: UTCInstant,
    outcome: Outcome
  ) {
    self.schedulerId = schedulerId
    self.localDate = localDate
    self.scheduledFor = scheduledFor
    self.outcome = outcome
  }

  package enum Outcome: Hashable, Sendable {
    case run(InvoiceRun.ID)
    case skipped(SkipReason)
    /// Waits until the run before it has ended.
    case waiting
  }

  package enum SkipReason: String, Hashable, Sendable, CaseIterable {
    case stillRunning = "StillRunning"
    case superseded = "Superseded"
    case missed = "Missed"
  }
}

/// What is known of a scheduler besides its record.
package struct SchedulerState: Hashable, Sendable {
  /// Its run that is Running; there is at most one.
  package var runningRunId: InvoiceRun.ID?
  /// Occurrences that wait for it, in order.
  package var waiting: [SchedulerOccurrence]

  package init(runningRunId: InvoiceRun.ID? = nil, waiting: [SchedulerOccurrence] = []) {
    self.runningRunId = runningRunId
    self.waiting = waiting
  }
}

/// What is due of a scheduler, to be stored in one transaction.
package struct SchedulerTurn: Hashable, Sendable {
  /// The scheduler with its next occurrence.
  package var scheduler: InvoiceScheduler
  /// In order; one that waited before is among them with its new outcome.
  package var occurrences: [SchedulerOccurrence] = []
  /// The run that begins; at most one.
  package var run: InvoiceRun?
  /// Whether its zone is not known to this worker: the occurrences were passed over for that, which an error log says.
  package var isZoneUnknown = false

  package init(scheduler: InvoiceScheduler) { self.scheduler = scheduler }
}

extension InvoiceScheduler {
  /// What is due of an Active scheduler at an instant. Total and pure; `holidays` is the calendar that it names.
  package func turn(
    at now: UTCInstant, state: SchedulerState, holidays: HolidayCalendar?, zones: any TimeZoneRules,
    deriveIdentifier: ([String]) -> String
  ) -> SchedulerTurn {
    SchedulerTurn(scheduler: self)
  }

  /// The next occurrences after an instant, at most so many: what `schedulers list` shows.
  package func occurrences(
    after instant: UTCInstant, count: Int, holidays: HolidayCalendar?, zones: any TimeZoneRules
  ) -> [NextOccurrence] {
    []
  }
}
