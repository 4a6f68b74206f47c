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

extension PublishOutcome: CustomStringConvertible {
  package var description: String {
    switch self {
    case .confirmed: "confirmed"
    case .returned(let reply): "no queue is bound for it: \(reply)"
    case .negativelyAcknowledged: "the queue refused it"
    case .failed(let failure): failure.description
    }
  }
}

extension PublishFailure: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notConnected: "not sent: there is no connection"
    case .blocked: "not sent: the broker does not read from the connection"
    case .queueFull: "not sent: too many messages wait already"
    case .connectionLost: "sent, and the connection was lost before the confirm"
    case .timedOut: "sent, and the confirm did not come in time"
    case .refused(let reply): "the broker refused it: \(reply)"
    case .tooLarge(let limit): "not sent: its properties do not fit into a frame of \(limit) bytes"
    case .closed: "not sent: the connection is closed"
    }
  }
}
