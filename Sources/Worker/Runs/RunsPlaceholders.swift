import Billing
import CivilTime
import Messages

// Goes with the join: the encoder, the category and the code are built beside this.
extension EventEncoder {
  static var listedErrors: Int { 100 }
  private func none(_ id: String, _ time: UTCInstant) -> Event {
    Event(
      id: id, type: .requestCompleted, subject: id, time: time, requestIdentifier: nil, trace: nil,
      body: [])
  }
  func runStarted(_ run: InvoiceRun, time: UTCInstant) -> Event { none(run.id.text, time) }
  func runProgressed(_ run: InvoiceRun, time: UTCInstant) -> Event { none(run.id.text, time) }
  func runCompleted(
    _ run: InvoiceRun, errors: [RunError], samples: [Invoice], time: UTCInstant, limit: Int
  ) -> Event { none(run.id.text, time) }
  func runSkipped(_ occurrence: SchedulerOccurrence, time: UTCInstant) -> Event? { nil }
}
extension ErrorLogCategory { static var invoiceRun: ErrorLogCategory { .request } }
extension ErrorCode {
  static var timeZoneUnknown: ErrorCode { ErrorCode(rawValue: "TIME_ZONE_UNKNOWN") }
}
extension InvoiceRun {
  func plan(
    _ items: RunItems, on facts: WorkingSet, in context: PlanningContext,
    refusing refusal: (Invoice) -> Fault?
  ) -> RunChunkPlan { plan(items, on: facts, in: context) }
  func givingUp(_ items: RunItems, because reason: String) -> RunChunkPlan {
    RunChunkPlan(decision: Decision(outcome: .failed))
  }
  func ended(at now: UTCInstant) -> InvoiceRun { self }
  func following(
    of parent: InvoiceRun?, at now: UTCInstant, deriveIdentifier: ([String]) -> String
  ) -> InvoiceRun? { nil }
}
