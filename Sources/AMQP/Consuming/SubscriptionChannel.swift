/// One subscription while a consume connection works on it.
struct SubscriptionChannel {
  let subscription: Subscription
  /// Number of its channel on every connection.
  let number: UInt16
  var machine: SubscriptionMachine
  /// The channel's present life; 0 while it has none, which no delivery tag ever carries.
  var epoch: UInt64 = 0
  var window = AcknowledgeWindow()
  /// Deliveries of this pass that have not been put into the mailbox yet.
  var arrived: [Delivery] = []
  var retryAt: MonotonicInstant?
  var backoff: Backoff
  var hasEnded = false

  init(_ subscription: Subscription, number: UInt16, limits: Backoff.Limits) {
    self.subscription = subscription
    self.number = number
    machine = SubscriptionMachine(bindingCount: subscription.bindings.count)
    backoff = Backoff(limits: limits)
  }

  /// The channel is gone, and with it every delivery that is not settled.
  mutating func forget() {
    epoch = 0
    window = AcknowledgeWindow()
    arrived = []
    retryAt = nil
  }
}
