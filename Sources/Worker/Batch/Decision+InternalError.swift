import Billing

extension Decision {
  /// Whether the program failed on the request, as against refusing it.
  var isInternalError: Bool { errors.contains { $0.code == .internalError } }

  /// The outcome of a request that the program failed on and that is not run any more: it has one, like
  /// every request, and an operator finds the copy among the dead letters.
  ///
  /// The reason is for the error log; the completion says only what the sender can do.
  static func internalError(of key: RequestKey, reason: String) -> Decision {
    let fault = Fault(
      code: .internalError,
      message: "The worker could not process this request, by a fault of its own. Nothing of it was"
        + " stored. The operators have a copy; they can replay it, or send it again under a new"
        + " identifier.")
    let log = ErrorLogEntry(
      category: .request, code: .internalError,
      message: "\(fault.message) Cause: \(reason)",
      primaryRecord: RecordReference(type: .request, id: key.identifier))
    return Decision(outcome: .failed, errors: [fault], errorLogs: [log])
  }
}
