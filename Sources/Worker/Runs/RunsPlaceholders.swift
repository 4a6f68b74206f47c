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
