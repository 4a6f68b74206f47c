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
  static let readBudget = 512

  nonisolated let executor: ConnectionExecutor
  nonisolated let published = PublishedState()
  nonisolated let inbox = SettlementInbox()
  nonisolated let mailboxes: [String: DeliveryMailbox]
  let lifecycle: ConnectionLifecycle
  var channels: [SubscriptionChannel]
  var lastEpoch: UInt64 = 0
  var stage = Stage.created
  var runners: [CheckedContinuation<Void, Never>] = []
  var held = HeldBodies()
  /// Queues that messages come from and that the observer has not been told of.
  var startedQueues: Set<String> = []

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
    channels = subscriptions.enumerated().map { index, subscription in
      SubscriptionChannel(
        subscription, number: UInt16(clamping: index + 1), limits: configuration.reconnect)
    }
    mailboxes = Dictionary(grouping: subscriptions, by: \.mailbox)
      .mapValues { DeliveryMailbox(queues: $0.map(\.lane)) }
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
    let mailbox = DeliveryMailbox(queues: [])
    mailbox.finish()
    return mailbox
  }

  /// Tells the broker that these deliveries are done with. Any thread, any order, at once: the
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

  /// Receives no more until ``resumeConsuming()``. What has arrived stays ours: it can be taken and
  /// settled, and does not count as delivered once more.
  package func pauseConsuming() {
    tellAll(.pause)
  }

  package func resumeConsuming() {
    tellAll(.resume)
  }

  /// Receives no more, for good, and gives back what nobody has taken yet, so that other workers get
  /// it at once. Each mailbox ends when its last queue has; what was taken can still be settled.
  package func stopConsuming() {
    tellAll(.stop)
    // After the cancellation is on its way: what is given back before would come to us again.
    for channel in channels {
      guard let mailbox = mailboxes[channel.subscription.mailbox] else { continue }
      giveBack(mailbox.drain(queue: channel.subscription.lane))
    }
  }

  /// Sends the settlements that wait, says good-bye and ends `run()`. What is not settled goes back to
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

  func turn() -> ConnectionExecutor.Wait {
    guard stage == .running else { return ConnectionExecutor.Wait() }
    var now = MonotonicInstant.now
    lifecycle.tick(now)
    if lifecycle.connectIfDue(at: now) != nil {
      tellAll(.connected)
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
    held.reset()
    startedQueues = []
    for index in channels.indices {
      channels[index].forget()
      // Whoever took them would work in vain: they are delivered again.
      _ = mailbox(of: index)?.drain(queue: channels[index].subscription.lane)
    }
    tellAll(.connectionLost)
  }

  func read(_ session: BrokerSession, budget: inout Int) throws(AMQPError) {
    while let incoming = try session.next(budget: &budget) {
      switch incoming {
      case .message(let message, let channel): try receive(message, channel: channel)
      case .method(let method, channel: 0): try lifecycle.handle(method)
      case .method(let method, let channel):
        guard let index = index(of: channel), let event = SubscriptionMachine.Event(method) else {
          continue
        }
        try tell(index, event)
      }
      if held.isFull { return }
    }
  }

  func receive(_ message: AssembledMessage, channel: UInt16) throws(AMQPError) {
    guard
      case .delivery(let number, let isRedelivered, let exchange, let routingKey) = message.head,
      let index = index(of: channel), channels[index].epoch > 0
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
        isTruncated: message.isTruncated))
  }

  /// Hands the pass's deliveries over, a batch for each queue.
  func deposit() {
    for index in channels.indices where !channels[index].arrived.isEmpty {
      let arrived = channels[index].arrived
      channels[index].arrived = []
      let lane = channels[index].subscription.lane
      if channels[index].machine.isStopped {
        // On its way when the consumer was cancelled; nobody takes it any more.
        giveBack(arrived)
      } else {
        mailbox(of: index)?.deposit(arrived, queue: lane)
      }
    }
  }

  func giveBack(_ deliveries: [Delivery]) {
    guard !deliveries.isEmpty else { return }
    inbox.append(.negativelyAcknowledge(deliveries.map(\.tag), requeue: true))
    executor.wake()
  }

  func retry(at now: MonotonicInstant) throws(AMQPError) {
    for index in channels.indices {
      guard let retryAt = channels[index].retryAt, retryAt <= now else { continue }
      channels[index].retryAt = nil
      try tell(index, .retryDue)
    }
  }

  func nextDeadline(after now: MonotonicInstant) -> MonotonicInstant {
    channels.reduce(lifecycle.nextHeartbeat(after: now)) { earliest, channel in
      min(earliest, channel.retryAt ?? earliest, channel.window.deadline ?? earliest)
    }
  }
}
