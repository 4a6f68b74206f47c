/// Where a request names its schedules, as JSON pointers (RFC 6901).
struct SchedulePointers {
  private let indices: [BillingSchedule.ID: Int]

  init(_ ids: [BillingSchedule.ID]) {
    indices = Dictionary(zip(ids, 0...), uniquingKeysWith: { first, _ in first })
  }

  /// nil for a schedule that the request did not name itself.
  subscript(id: BillingSchedule.ID) -> String? {
    indices[id].map { "/billingScheduleIds/\($0)" }
  }

  /// A fault of a schedule, at the place where the request names it.
  func fault(_ code: ErrorCode, at id: BillingSchedule.ID, _ message: String) -> Fault {
    Fault(
      code: code, message: message, pointer: self[id],
      source: RecordReference(.billingSchedule, id))
  }
}
