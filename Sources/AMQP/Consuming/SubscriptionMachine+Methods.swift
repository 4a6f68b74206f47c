extension SubscriptionMachine.Event {
  /// What a method of the broker means to a subscription; `nil` when nothing.
  init?(_ method: IncomingMethod) {
    switch method {
    case .channelOpened: self = .channelOpened
    case .channelClosed(let reply): self = .channelClosed(reply)
    case .queueDeclared: self = .queueDeclared
    case .queueBound: self = .queueBound
    case .prefetchSet: self = .prefetchSet
    case .consumerStarted: self = .consumerStarted
    case .consumerStopped: self = .consumerStopped
    case .consumerCancelled: self = .consumerCancelled
    default: return nil
    }
  }
}
