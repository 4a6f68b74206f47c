package import Billing
import CivilTime
import Digest

/// Event identifiers. Each follows from what happened, not from when it was reported: a consumer that has
/// seen one may drop it (<doc:Events>).
package enum EventIdentifier {
  /// The first completion of a request; the only one unless it is replayed.
  package static func completion(of key: RequestKey) -> String {
    DerivedIdentifier.uuid(EventType.requestCompleted.rawValue, key.source, key.identifier)
  }

  /// The completion of a request that was run again: another one than `earlier`, whose outcome it replaces,
  /// and the same however often it is sent. Each replay names the one before it, so no two are equal.
  package static func replay(of key: RequestKey, replacing earlier: String) -> String {
    DerivedIdentifier.uuid(
      EventType.requestCompleted.rawValue, key.source, key.identifier, "replay", earlier)
  }

  /// The answer to another request under a key that is taken.
  package static func reuse(of header: IdentifiedHeader) -> String {
    DerivedIdentifier.uuid(
      EventType.requestCompleted.rawValue, header.key.source, header.key.identifier, header.type,
      header.bodySHA256.description)
  }

  /// An invoice goes through each of these events at most once.
  static func invoice(_ type: EventType, _ id: Invoice.ID) -> String {
    DerivedIdentifier.uuid(type.rawValue, id.text)
  }

  /// What an invoice may go through more than once, it goes through once for each of its versions.
  static func change(_ type: EventType, of invoice: Invoice) -> String {
    DerivedIdentifier.uuid(type.rawValue, invoice.id.text, String(invoice.version))
  }

  /// That an instalment is overdue is reported once for each due date. `index` tells instalments of one day apart.
  static func overdue(_ id: Invoice.ID, dueDate: CivilDate, index: Int) -> String {
    DerivedIdentifier.uuid(
      EventType.invoiceOverdue.rawValue, id.text, dueDate.description, String(index))
  }

  /// A memo, a payment, a refund or a reversal goes through each of its events once.
  static func record<Record>(_ type: EventType, _ id: RecordID<Record>) -> String {
    DerivedIdentifier.uuid(type.rawValue, id.text)
  }

  /// A task is requested once; what is requested again is another task.
  static func task(_ id: InvoiceTask.ID) -> String {
    DerivedIdentifier.uuid(EventType.invoiceTaskRequested.rawValue, id.text)
  }

  /// An e-mail goes through each of its events once.
  static func email(_ type: EventType, _ id: EmailDelivery.ID) -> String {
    DerivedIdentifier.uuid(type.rawValue, id.text)
  }

  /// A run starts and completes once.
  static func run(_ type: EventType, _ id: InvoiceRun.ID) -> String {
    DerivedIdentifier.uuid(type.rawValue, id.text)
  }

  /// Progress is reported once for each state of the run's chunks.
  static func progress(of run: InvoiceRun) -> String {
    DerivedIdentifier.uuid(
      EventType.runProgressed.rawValue, run.id.text, String(run.counters.chunksDone),
      String(run.counters.chunksMade))
  }

  /// An occurrence is passed over once, whatever instant it was computed to have.
  static func skipped(_ occurrence: SchedulerOccurrence) -> String {
    DerivedIdentifier.uuid(
      EventType.runSkipped.rawValue, occurrence.schedulerId.text, occurrence.localDate.description)
  }

  /// A log is reported once for each occurrence.
  static func errorLog(_ log: ErrorLog, source: String) -> String {
    DerivedIdentifier.uuid(
      EventType.errorLogRecorded.rawValue, log.number, String(log.occurrences), source,
      log.requestIdentifier ?? "")
  }
}
