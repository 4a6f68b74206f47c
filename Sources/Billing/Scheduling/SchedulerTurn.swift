import CivilTime

/// What is due of a scheduler, to be stored in one transaction.
package struct SchedulerTurn: Hashable, Sendable {
  /// The scheduler with its next occurrence.
  package var scheduler: InvoiceScheduler
  /// In order; one that waited before is among them with its new outcome.
  package var occurrences: [SchedulerOccurrence] = []
  /// The run that begins; at most one.
  package var run: InvoiceRun?
  /// Says that this worker does not know the scheduler's zone, so that occurrences were passed over; replaces the log before it.
  package var errorLog: ErrorLogEntry?

  package init(scheduler: InvoiceScheduler) { self.scheduler = scheduler }
}

extension ErrorLogEntry {
  /// An occurrence that was passed over because its scheduler's zone is not known.
  static func unknownZone(of scheduler: InvoiceScheduler, on localDate: CivilDate) -> ErrorLogEntry
  {
    ErrorLogEntry(
      category: .invoiceRun, code: .timeZoneUnknown,
      message: "Invoice scheduler \(scheduler.id) began no run for \(localDate): this worker does "
        + "not know the time zone \(scheduler.timeZone). Install or update the system's zone data "
        + "(Debian: tzdata) where workers run, or correct timeZone.",
      primaryRecord: scheduler.reference)
  }
}
