import Billing
import Storage

// Stands until the store has these.
extension Queries {
  func runs(
    status: InvoiceRun.Status?, kind: InvoiceRun.Kind?, scheduler: InvoiceScheduler.ID?, limit: Int
  ) throws(StoreError) -> [InvoiceRun] { [] }

  func run(_ id: InvoiceRun.ID) throws(StoreError) -> InvoiceRun? { nil }

  func runErrors(of id: InvoiceRun.ID, limit: Int) throws(StoreError) -> [RunError] { [] }

  func schedulers(
    status: InvoiceScheduler.Status?, limit: Int, occurrences: Int
  ) throws(StoreError) -> [SchedulerView] { [] }
}

struct SchedulerView: Hashable, Sendable {
  let scheduler: InvoiceScheduler
  /// The one that it names.
  var calendar: HolidayCalendar?
  /// The latest, the last first.
  var occurrences: [SchedulerOccurrence] = []
  /// Its run that is Running.
  var runningRunId: InvoiceRun.ID?
}
