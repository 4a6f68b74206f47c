/// Something the owner of a connection may want to log or count. Delivered on the connection's own
/// thread, so an observer must be quick and must not block.
package enum ConnectionEvent: Sendable, Equatable {
  case connected(BrokerHost)
  /// An attempt failed; the next one comes after `retryIn`.
  case connectFailed(BrokerHost, AMQPError, retryIn: Duration)
  case disconnected(AMQPError, retryIn: Duration)
  /// `close` finished.
  case closed
  /// The broker stopped reading from this connection because it is short of memory or disk.
  case blocked(reason: String)
  case unblocked(after: Duration)
  /// Subscriptions receive messages that did not before: of these queues, each once. Reported when no
  /// subscription is being set up any more, so that those of one connection come together.
  case consuming(queues: [String])
  /// The broker ended the subscription, as it does when the queue is deleted; it is tried again.
  case consumerCancelled(queue: String)
  /// The subscription could not be made; it is tried again after `retryIn`.
  case subscriptionRefused(queue: String, BrokerReply, retryIn: Duration)
  /// Deliveries were settled whose channel is gone: the broker delivers them again.
  case staleSettlements(count: Int)
  /// Deliveries were settled twice, or were never made.
  case unknownSettlements(count: Int)
  /// Mandatory messages came back because no queue is bound for them.
  case returned(exchange: String, routingKey: String, BrokerReply)
  /// The channel messages are published on was closed; its unconfirmed messages failed.
  case publishRefused(BrokerReply)
  /// Replies are off until the next connection.
  case repliesRefused(BrokerReply)
  /// A reply was dropped: not connected, replies off, or too many waiting.
  case replyDropped
  /// The connection's thread stood still and the watchdog shut its socket down.
  case watchdogFired
}
