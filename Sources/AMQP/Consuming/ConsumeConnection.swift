/// A connection that receives deliveries and acknowledges them, and does nothing else: a broker short
/// of memory stops reading from connections that publish, and acknowledgements would freeze with them.
///
/// It connects and reconnects by itself, and consumes again after everything a broker can do to a
/// consumer. Deliveries of a lost connection that were not settled come again; settling them is a
/// counted no-op.
package actor ConsumeConnection {
  enum Stage {
    case created, running, closed
  }

  /// Frames read before acknowledgements get a turn.
  private static let readBudget = 512

  nonisolated let executor: ConnectionExecutor
  private nonisolated let published = PublishedState()
  private nonisolated let inbox = SettlementInbox()
  private nonisolated let mailboxes: [String: DeliveryMailbox]
  let lifecycle: ConnectionLifecycle
  private(set) var channels: [SubscriptionChannel]
  var pauses = ConsumptionPauses()
  private var lastEpoch: UInt64 = 0
  private(set) var stage = Stage.created
  private var runners: [CheckedContinuation<Void, Never>] = []
  private var held: HeldBodies
  /// Queues that messages come from and that have not been reported to the observer yet.
  private var startedQueues: Set<String> = []

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// - Parameters:
  ///   - configuration: where to connect, and how patiently.
  ///   - subscriptions: at most 2,000, each another queue's or another copy.
  ///   - observer: called on the connection's own thread; must not block.
  /// - Throws: when the system gives no thread. Nothing is connected yet.
  package init(
    configuration: ConnectionConfiguration, subscriptions: [Subscription],
    observer: @escaping @Sendable (ConnectionEvent) -> Void = { _ in }
  ) throws(AMQPError) {
    let executor = try ConnectionExecutor(name: "amqp-consume")
    self.executor = executor
    held = HeldBodies(heartbeat: .seconds(configuration.heartbeatSeconds))
    channels = subscriptions.enumerated().map { index, subscription in
      SubscriptionChannel(
        subscription, number: UInt16(clamping: index + 1), limits: configuration.reconnect)
    }
    mailboxes = Dictionary(grouping: subscriptions, by: \.mailbox)
      .mapValues { feeding in
        DeliveryMailbox(
          buffers: feeding.map(\.buffer),
          takenAlone: Set(feeding.filter(\.isTakenAlone).map(\.buffer)))
      }
    lifecycle = ConnectionLifecycle(
      configuration: configuration, limits: subscriptions.map(\.bodyLimit), published: published,
      observer: observer)
    try lifecycle.startWatch()
    executor.setTurn { [weak self] in
      self?.assumeIsolated { $0.turn() } ?? ConnectionExecutor.Wait()
    }
  }

  deinit {
    executor.stop()
  }

  /// Connects, and stays connected until ``close()``; cancelling the task closes too.
  package func run() async {
    guard stage != .closed else { return }
    stage = .running
    await withTaskCancellationHandler {
      await withCheckedContinuation { runners.append($0) }
    } onCancel: {
      Task { await self.close() }
    }
  }

  /// What the connection is doing now. Any thread.
  package nonisolated var state: ConnectionState { published.current }

  /// The mailbox of that name: a queue's, or the one several subscriptions share. One of a name no
  /// subscription has is empty and has ended.
  package nonisolated func deliveries(of name: String) -> DeliveryMailbox {
    if let mailbox = mailboxes[name] { return mailbox }
    let mailbox = DeliveryMailbox(buffers: [])
    mailbox.finish()
    return mailbox
  }

  /// Acknowledges deliveries. Any thread, any order; returns at once: the
  /// connection sends it together with others, at the latest after 5 ms, or 50 ms when an earlier
  /// delivery of the same queue is still being worked on.
  package nonisolated func acknowledge(_ tags: [DeliveryTag]) {
    guard !tags.isEmpty else { return }
    inbox.append(.acknowledge(tags))
    executor.wake()
  }

  /// Gives deliveries back: to their queue, or to the queue's dead-letter exchange.
  package nonisolated func negativelyAcknowledge(_ tags: [DeliveryTag], requeue: Bool) {
    guard !tags.isEmpty else { return }
    inbox.append(.negativelyAcknowledge(tags, requeue: requeue))
    executor.wake()
  }

  /// Receives no more, for good, and gives back what nobody has taken yet, so that other workers get
  /// it at once. Each mailbox ends when its last queue has; what was taken can still be settled.
  package func stopConsuming() {
    handleAll(.stop)
    // After the cancellation is on its way: what is given back before would come to us again.
    for channel in channels {
      guard let mailbox = mailboxes[channel.subscription.mailbox] else { continue }
      giveBack(mailbox.drain(channel.subscription.buffer))
    }
  }

  /// Sends the settlements that wait and connection.close, and ends `run()`. What is not settled goes back to
  /// its queue. Takes at most the configured reply timeout.
  package func close() {
    guard stage != .closed else { return }
    attempt { session throws(AMQPError) in
      try takeSettlements(.now)
      try flush(session, at: .now, isFinal: true)
    }
    stage = .closed
    lifecycle.close()
    for index in channels.indices { channels[index].forget() }
    for mailbox in mailboxes.values { mailbox.finish() }
    for runner in runners { runner.resume() }
    runners = []
  }

  // MARK: - The loop

  private func turn() -> ConnectionExecutor.Wait {
    guard stage == .running else { return ConnectionExecutor.Wait() }
    var now = MonotonicInstant.now
    lifecycle.tick(now)
    if lifecycle.connectIfDue(at: now) != nil {
      handleAll(.connected)
      now = .now
    }
    var wait = ConnectionExecutor.Wait(deadline: lifecycle.nextAttempt)
    let isAlive = attempt { session throws(AMQPError) in
      // What makes room comes first: with none, the broker's frames stay where they are.
      try takeSettlements(now)
      var budget = held.readBudget(Self.readBudget, at: now)
      let mayRead = budget > 0
      if mayRead { try read(session, budget: &budget) }
      deposit()
      now = .now
      try takeSettlements(now)
      wait.isBusy = mayRead && budget <= 0 && !held.isFull
      try flush(session, at: now, isIdle: !wait.isBusy)
      try retry(at: now)
      wait.descriptor = held.isFull ? -1 : session.descriptor
      let deadline = nextDeadline(after: now)
      wait.deadline = min(deadline, held.nextRead ?? deadline)
    }
    if !isAlive { countStale() }
    return wait
  }

  /// Works on the session, if there is one; an error ends it.
  ///
  /// - Returns: whether there is one afterwards.
  @discardableResult
  func attempt(_ work: (BrokerSession) throws(AMQPError) -> Void) -> Bool {
    guard let session = lifecycle.session else { return false }
    do throws(AMQPError) {
      try work(session)
      return true
    } catch {
      lost(error)
      return false
    }
  }

  func lost(_ error: AMQPError) {
    lifecycle.lose(error)
    forgetDeliveries()
  }

  /// The session is gone, and with it every delivery that is not settled.
  func forgetDeliveries() {
    held.reset()
    startedQueues = []
    for index in channels.indices {
      channels[index].forget()
      // The broker delivers them again, so work on these copies would be wasted.
      _ = mailbox(of: index)?.drain(channels[index].subscription.buffer)
    }
    handleAll(.connectionLost)
  }

  private func read(_ session: BrokerSession, budget: inout Int) throws(AMQPError) {
    while let incoming = try session.next(budget: &budget) {
      switch incoming {
      case .message(let message, let channel): try receive(message, channel: channel)
      case .method(let method, channel: 0): try lifecycle.handle(method)
      case .method(let method, let channel):
        guard let index = channels.index(ofChannel: channel),
          let event = SubscriptionMachine.Event(method)
        else {
          continue
        }
        try handle(index, event)
      }
      if held.isFull { return }
    }
  }

  private func receive(_ message: AssembledMessage, channel: UInt16) throws(AMQPError) {
    guard
      case .delivery(let number, let isRedelivered, let exchange, let routingKey) = message.head,
      let index = channels.index(ofChannel: channel), channels[index].epoch > 0
    else { return }
    guard channels[index].window.received(number) else {
      throw .unexpectedFrame(.deliveryTagOutOfSequence(channel: channel))
    }
    let tag = DeliveryTag(epoch: channels[index].epoch, channel: channel, number: number)
    held.received(message.body.count, tag)
    channels[index].arrived.append(
      Delivery(
        queue: channels[index].subscription.queue, tag: tag,
        isRedelivered: isRedelivered, exchange: exchange, routingKey: routingKey,
        properties: message.properties, body: message.body, bodySize: message.bodySize,
        isTruncated: message.isTruncated, arrivedAt: .now))
  }

  /// Hands the pass's deliveries over, a batch for each queue.
  private func deposit() {
    for index in channels.indices where !channels[index].arrived.isEmpty {
      let arrived = channels[index].arrived
      channels[index].arrived = []
      if channels[index].machine.isStopped {
        // On its way when the consumer was cancelled; nobody takes it any more.
        giveBack(arrived)
      } else {
        mailbox(of: index)?.deposit(arrived, to: channels[index].subscription.buffer)
      }
    }
  }

  private func giveBack(_ deliveries: [Delivery]) {
    guard !deliveries.isEmpty else { return }
    inbox.append(.negativelyAcknowledge(deliveries.map(\.tag), requeue: true))
    executor.wake()
  }

  private func retry(at now: MonotonicInstant) throws(AMQPError) {
    for index in channels.indices {
      guard let retryAt = channels[index].retryAt, retryAt <= now else { continue }
      channels[index].retryAt = nil
      try handle(index, .retryDue)
    }
  }

  private func nextDeadline(after now: MonotonicInstant) -> MonotonicInstant {
    channels.reduce(lifecycle.nextHeartbeat(after: now)) { earliest, channel in
      min(earliest, channel.retryAt ?? earliest, channel.window.deadline ?? earliest)
    }
  }

  // MARK: - Subscriptions

  private func mailbox(of index: Int) -> DeliveryMailbox? {
    mailboxes[channels[index].subscription.mailbox]
  }

  private func handleAll(_ event: SubscriptionMachine.Event) {
    do throws(AMQPError) {
      for index in channels.indices { try handle(index, event) }
    } catch {
      lost(error)
    }
  }

  func handle(_ index: Int, _ event: SubscriptionMachine.Event) throws(AMQPError) {
    if event == .consumerCancelled {
      lifecycle.observer(.consumerCancelled(queue: channels[index].subscription.queue))
    }
    for action in channels[index].machine.handle(event) { try perform(action, index) }
    reportStarted()
    let isReady = lifecycle.session != nil && channels.allSatisfy(\.machine.isSettled)
    published.update { $0.isReady = isReady }
  }

  private func perform(_ action: SubscriptionMachine.Action, _ index: Int) throws(AMQPError) {
    let channel = channels[index].number
    let subscription = channels[index].subscription
    let session = lifecycle.session
    switch action {
    case .openChannel:
      lastEpoch += 1
      channels[index].epoch = lastEpoch
      try session?.openChannel(channel)
    case .confirmChannelClose:
      // These can no longer be settled.
      held.settled(channels[index].arrived.map(\.tag))
      channels[index].forget()
      let dropped = mailbox(of: index)?.drain(subscription.buffer) ?? []
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

  /// Reports the queues that messages come from since the last report, once no other subscription is being set up.
  private func reportStarted() {
    guard !startedQueues.isEmpty, !channels.contains(where: \.machine.isUnderWay) else { return }
    let queues = startedQueues.sorted()
    startedQueues = []
    lifecycle.observer(.consuming(queues: queues))
  }

  private func scheduleRetry(_ index: Int, _ reply: BrokerReply?) {
    var random = SystemRandomNumberGenerator()
    let delay = channels[index].backoff.next(using: &random)
    channels[index].retryAt = MonotonicInstant.now.advanced(by: delay)
    guard let reply else { return }
    lifecycle.observer(
      .subscriptionRefused(
        queue: channels[index].subscription.queue, reply, retryIn: delay))
  }

  private func end(_ index: Int) {
    guard !channels[index].hasEnded else { return }
    channels[index].hasEnded = true
    let subscription = channels[index].subscription
    guard let mailbox = mailbox(of: index) else { return }
    giveBack(mailbox.drain(subscription.buffer))
    let others = channels.filter { $0.subscription.mailbox == subscription.mailbox }
    if others.allSatisfy(\.hasEnded) { mailbox.finish() }
  }

  // MARK: - Settlements

  func takeSettlements(_ now: MonotonicInstant) throws(AMQPError) {
    let settlements = inbox.takeAll()
    guard !settlements.isEmpty else { return }
    for settlement in settlements { held.settled(settlement.tags) }
    let settled = channels.settle(settlements, at: now)
    for (tag, requeue) in settled.rejected {
      try lifecycle.session?.negativelyAcknowledge(
        tag.number, requeue: requeue, channel: tag.channel)
    }
    if settled.staleCount > 0 { lifecycle.observer(.staleSettlements(count: settled.staleCount)) }
    if settled.unknownCount > 0 {
      lifecycle.observer(.unknownSettlements(count: settled.unknownCount))
    }
  }

  /// Without a session every settlement is stale, and nothing is sent for it.
  private func countStale() {
    let count = inbox.takeAll().reduce(0) { $0 + $1.tags.count }
    if count > 0 { lifecycle.observer(.staleSettlements(count: count)) }
  }

  func flush(
    _ session: BrokerSession, at now: MonotonicInstant, isIdle: Bool = true, isFinal: Bool = false
  ) throws(AMQPError) {
    var isCorked = false
    for index in channels.indices {
      let isReady = channels[index].window.readyCount > 0
      guard isReady, isIdle || channels[index].window.isDue(at: now) else { continue }
      let commands = channels[index].window.flush(at: now, isFinal: isFinal)
      if commands.count > 1, !isCorked {
        session.cork()
        isCorked = true
      }
      for case .acknowledge(let number, let multiple) in commands {
        try session.acknowledge(number, multiple: multiple, channel: channels[index].number)
      }
    }
    if isCorked { session.uncork() }
  }
}
