import Billing

extension Fault {
  /// The warning for a `reply_to` that names a queue where no reply may go (``ReplyQueues``).
  static let replyToRefused = Fault(
    code: .replyToRefused,
    message:
      "The reply was not sent: no replies go to the queue that reply_to names. Use direct reply-to, a"
      + " queue named by the broker, or one whose name the operator allows (by default those that"
      + " contain \"reply\"; never the worker's own); or take the completion from the events exchange."
  )
}
