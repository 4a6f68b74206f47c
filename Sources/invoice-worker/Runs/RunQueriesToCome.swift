import Billing
import CivilTime
import Storage

// Stands until the store has these.
extension Queries {
  func invoiceRuns(
    status: InvoiceRun.Status?, kind: InvoiceRun.Kind?, scheduler: InvoiceScheduler.ID?, limit: Int
  ) throws(StoreError) -> [InvoiceRun] { [] }

  func invoiceRun(_ id: InvoiceRun.ID) throws(StoreError) -> InvoiceRun? { nil }

  func runErrors(of id: InvoiceRun.ID, limit: Int) throws(StoreError) -> [RunError] { [] }

  func schedulers(
    status: InvoiceScheduler.Status?, recent: Int, limit: Int
  ) throws(StoreError) -> [SchedulerView] { [] }
}

struct SchedulerView: Hashable, Sendable {
  let scheduler: InvoiceScheduler
  /// The calendar that it names.
  let holidays: HolidayCalendar?
  let state: SchedulerState
  /// What became of its last occurrences, the latest first.
  let recent: [SchedulerOccurrence]
}
