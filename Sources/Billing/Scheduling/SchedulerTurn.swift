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

  /// The error log about a zone that is not known; nil where it is. It replaces the one before it.
  package var errorLog: ErrorLogEntry? {
    guard isZoneUnknown, let last = occurrences.last else { return nil }
    return ErrorLogEntry(
      category: .invoiceRun, code: .timeZoneUnknown,
      message:
        "Invoice scheduler \(scheduler.id) began no run for \(last.localDate): this worker does "
        + "not know the time zone \(scheduler.timeZone). Install or update the system's zone data "
        + "(Debian: tzdata) where workers run, or correct timeZone.",
      primaryRecord: scheduler.reference)
  }
}
