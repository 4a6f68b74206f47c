import Billing

extension Invoice {
  /// A posted invoice that was taken in has its number already.
  var isNumberedHere: Bool { status == .posted && creationMode == .generated }
}

extension Decision {
  /// Whether the program failed on the request, as against refusing it.
  var isInternalError: Bool { errors.contains { $0.code == .internalError } }
}

extension Fault {
  /// The warning for a `reply_to` that names one of the worker's own queues.
  static let replyToRefused = Fault(
    code: .replyToRefused,
    message:
      "The reply was not sent: reply_to names one of the worker's own queues. Name a queue of"
      + " your own, or take the completion from the events exchange.")
}
