/// What became of one published message.
package enum PublishOutcome: Sendable, Equatable {
  /// The broker has it: every queue it was routed to has it as durably as that queue keeps anything.
  case confirmed
  /// No queue is bound for it; the broker dropped it. Sending it again now has the same result.
  case returned(BrokerReply)
  /// A queue refused it, as a full one with `reject-publish` does. Try again later.
  case negativelyAcknowledged
  case failed(PublishFailure)
}

/// Why a message was not confirmed.
package enum PublishFailure: Error, Sendable, Equatable {
  /// Not sent: there was no connection until the deadline.
  case notConnected
  /// Not sent: the broker refused to read until the deadline (a resource alarm), or was too slow.
  case blocked
  /// Not sent: too many messages wait already.
  case queueFull
  /// Sent; the connection was lost before the confirm. The broker may have it: send it again.
  case connectionLost
  /// Sent; the confirm did not come before the deadline. The broker may have it: send it again.
  case timedOut
  /// The broker closed the channel over this message: no such exchange, or no permission.
  case refused(BrokerReply)
  /// Not sent: its properties do not fit into a frame of the size the broker wants.
  case tooLarge(limit: Int)
  /// The connection object was closed.
  case closed
}
