import Billing

extension RunChunkPlan {
  /// Nothing: what a chunk comes to whose items became chunks of their own.
  static var nothing: RunChunkPlan { RunChunkPlan(decision: Decision(outcome: .succeeded)) }

  /// A chunk of one item that is not done, and the run ends without it. `message` is for those who see the run, `cause` for the
  /// error log.
  static func failed(
    _ items: RunItems?, of run: InvoiceRun, code: ErrorCode, _ message: String, cause: String = ""
  ) -> RunChunkPlan {
    var error = RunError(accountId: nil, code: code, message: message)
    var primary = RecordReference(.invoiceRun, run.id)
    switch items {
    case .accounts(let ids):
      error.accountId = ids.first
      if let id = ids.first { primary = RecordReference(.account, id) }
    case .invoices(let ids):
      error.invoiceId = ids.first
      if let id = ids.first { primary = RecordReference(.invoice, id) }
    case .schedules(let ids):
      error.billingScheduleIds = Array(ids.prefix(1))
      if let id = ids.first { primary = RecordReference(.billingSchedule, id) }
    case nil: break
    }
    let log = ErrorLogEntry(
      category: .invoiceRun, code: code,
      message: cause.isEmpty ? message : "\(message) Cause: \(cause)", primaryRecord: primary,
      accountId: error.accountId)
    var plan = RunChunkPlan(decision: Decision(outcome: .failed, errorLogs: [log]))
    plan.errors = [error]
    return plan
  }

  /// What the program failed on.
  static func internalError(
    _ items: RunItems?, of run: InvoiceRun, cause: String
  ) -> RunChunkPlan {
    failed(
      items, of: run, code: .internalError,
      "The worker could not do this part of the run, by a fault of its own. Nothing of it was stored.",
      cause: cause)
  }
}

extension RunItems {
  /// Each by itself.
  var singly: [RunItems] {
    switch self {
    case .accounts(let ids): ids.map { .accounts([$0]) }
    case .invoices(let ids): ids.map { .invoices([$0]) }
    case .schedules(let ids): ids.map { .schedules([$0]) }
    }
  }
}
