extension ConsumeConnection {
  func index(of channel: UInt16) -> Int? {
    let index = Int(channel) - 1
    return channels.indices.contains(index) ? index : nil
  }

  func current(_ tag: DeliveryTag) -> Int? {
    guard let index = index(of: tag.channel), channels[index].epoch == tag.epoch else {
      return nil
    }
    return index
  }

  func mailbox(of index: Int) -> DeliveryMailbox? {
    mailboxes[channels[index].subscription.mailbox]
  }

  func tellAll(_ event: SubscriptionMachine.Event) {
    do throws(AMQPError) {
      for index in channels.indices { try tell(index, event) }
    } catch {
      lost(error)
    }
  }

  func tell(_ index: Int, _ event: SubscriptionMachine.Event) throws(AMQPError) {
    if event == .consumerCancelled {
      lifecycle.observer(.consumerCancelled(queue: channels[index].subscription.queue))
    }
    for action in channels[index].machine.handle(event) { try perform(action, index) }
    tellOfStarted()
    let isReady = lifecycle.session != nil && channels.allSatisfy(\.machine.isSettled)
    published.update { $0.isReady = isReady }
  }

  func perform(_ action: SubscriptionMachine.Action, _ index: Int) throws(AMQPError) {
    let channel = channels[index].number
    let subscription = channels[index].subscription
    let session = lifecycle.session
    switch action {
    case .openChannel:
      lastEpoch += 1
      channels[index].epoch = lastEpoch
      try session?.openChannel(channel)
    case .confirmChannelClose:
      // Nobody will settle these any more.
      held.settled(channels[index].arrived.map(\.tag))
      channels[index].forget()
      let dropped = mailbox(of: index)?.drain(queue: subscription.lane) ?? []
      held.settled(dropped.map(\.tag))
      try session?.confirmChannelClose(channel)
    case .declareQueue: try session?.declare(subscription.declaration, channel: channel)
    case .bindQueue(let number):
      let binding = subscription.bindings[number]
      try session?.bind(
        queue: subscription.queue, exchange: binding.exchange, routingKey: binding.routingKey,
        channel: channel)
    case .setPrefetch: try session?.setPrefetch(subscription.prefetch, channel: channel)
    case .consume: try session?.consume(queue: subscription.queue, channel: channel)
    case .cancelConsumer: try session?.cancelConsumer(channel: channel)
    case .retry(let reply): scheduleRetry(index, reply)
    case .started:
      channels[index].backoff.reset()
      lifecycle.becameReady()
      startedQueues.insert(subscription.queue)
    case .ended: end(index)
    }
  }

  /// Says which queues messages come from since it was said last, once none of the others is on its way.
  func tellOfStarted() {
    guard !startedQueues.isEmpty, !channels.contains(where: \.machine.isUnderWay) else { return }
    let queues = startedQueues.sorted()
    startedQueues = []
    lifecycle.observer(.consuming(queues: queues))
  }

  func scheduleRetry(_ index: Int, _ reply: BrokerReply?) {
    var random = SystemRandomNumberGenerator()
    let delay = channels[index].backoff.next(using: &random)
    channels[index].retryAt = MonotonicInstant.now.advanced(by: delay)
    guard let reply else { return }
    lifecycle.observer(
      .subscriptionRefused(
        queue: channels[index].subscription.queue, reply, retryIn: delay))
  }

  func end(_ index: Int) {
    guard !channels[index].hasEnded else { return }
    channels[index].hasEnded = true
    let subscription = channels[index].subscription
    guard let mailbox = mailbox(of: index) else { return }
    giveBack(mailbox.drain(queue: subscription.lane))
    let others = channels.filter { $0.subscription.mailbox == subscription.mailbox }
    if others.allSatisfy(\.hasEnded) { mailbox.finish() }
  }
}
