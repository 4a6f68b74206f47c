/// What the broker says besides messages.
enum IncomingMethod: Sendable, Equatable {
  case channelOpened
  case channelClosed(BrokerReply)
  case channelCloseConfirmed
  case queueDeclared(name: String)
  case queueBound
  case prefetchSet
  case consumerStarted
  case consumerStopped
  /// The broker ended a consumer by itself.
  case consumerCancelled
  case confirmsSelected
  case acknowledged(number: UInt64, multiple: Bool)
  case negativelyAcknowledged(number: UInt64, multiple: Bool)
  case fetchedNothing
  case connectionClosed(BrokerReply)
  case blocked(reason: String)
  case unblocked
  /// A method that needs no reaction.
  case other(UInt32)
}

/// One thing that arrived.
enum Incoming {
  case method(IncomingMethod, channel: UInt16)
  case message(AssembledMessage, channel: UInt16)
}
