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
