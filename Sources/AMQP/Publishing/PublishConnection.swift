/// A connection that publishes with confirms, and replies without.
///
/// It connects and reconnects by itself. Messages wait for the connection, for room in the window of
/// unconfirmed messages, and for a broker short of memory, each batch at most as long as its caller says.
package actor PublishConnection {
  private enum Stage {
    case created, running, closing, closed
  }

  private struct Token {
    let batch: PublishBatch
    let index: Int
  }

  /// Messages that may be sent and not confirmed.
  package static let window = 1_024
  /// Messages that may wait to be sent; more are answered with `queueFull`.
  package static let unsentLimit = 16_384
  /// Replies that may wait; more are dropped.
  package static let replyLimit = 1_024
  /// Bytes of bodies of replies that may wait; more are dropped.
  package static let replyByteLimit = 16 << 20
  /// Messages sent before frames are read again.
  private static let sendBudget = 128
  /// Bytes sent before asking again whether the socket takes more without blocking.
  private static let writableBytes = 32_768
  private static let readBudget = 512

  private nonisolated let executor: ConnectionExecutor
  private nonisolated let published = PublishedState()
  private nonisolated let inbox = PublishInbox(
    unsentLimit: unsentLimit, replyLimit: replyLimit, replyByteLimit: replyByteLimit)
  private nonisolated let observer: @Sendable (ConnectionEvent) -> Void
  private let lifecycle: ConnectionLifecycle
  private var tracker = ConfirmTracker<Token>(window: window)
  /// How many messages still go out alone, each after the answer to the one before: one of them made the broker
  /// close the channel, and nobody knows which.
  private var sendingAlone = 0
  private var confirmPhase = PublishChannel.ConfirmPhase.opening
  private var replies: ReplySending
  /// Batches with messages to send, first come, first served.
  private var waiting = FIFO<PublishBatch>()
  /// Every batch without an answer.
  private var active: [ObjectIdentifier: PublishBatch] = [:]
  private var earliestDeadline: MonotonicInstant?
  private var stage = Stage.created
  private var closeDeadline: MonotonicInstant?
  private var runners: [CheckedContinuation<Void, Never>] = []

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// - Parameters:
  ///   - configuration: where to connect, and how patiently.
  ///   - observer: called on the connection's own thread; must not block.
  /// - Throws: when the system gives no thread. Nothing is connected yet.
  package init(
    configuration: ConnectionConfiguration,
    observer: @escaping @Sendable (ConnectionEvent) -> Void = { _ in }
  ) throws(AMQPError) {
    let executor = try ConnectionExecutor(name: "amqp-publish")
    self.executor = executor
    self.observer = observer
    replies = ReplySending(inbox: inbox, observer: observer)
    // Returned messages are matched by their properties; their bodies are not kept.
    let limits = [BodyLimit(bytes: 0), BodyLimit(bytes: 0)]
    lifecycle = ConnectionLifecycle(
      configuration: configuration, limits: limits, published: published, observer: observer)
    try lifecycle.startWatch()
    executor.setTurn { [weak self] in
      self?.assumeIsolated { $0.turn() } ?? ConnectionExecutor.Wait()
    }
  }

  deinit {
    executor.stop()
  }

  /// Connects, and stays connected until ``close(within:)``; cancelling the task closes at once.
  package func run() async {
    guard stage == .created || stage == .running else { return }
    stage = .running
    await withTaskCancellationHandler {
      await withCheckedContinuation { runners.append($0) }
    } onCancel: {
      Task { await self.close(within: .zero) }
    }
  }

  /// What the connection is doing now. Any thread.
  package nonisolated var state: ConnectionState { published.current }

  /// Publishes messages in order and waits for the broker's answer to each. Calls may overlap.
  ///
  /// Cancelling the task does not take messages back: some may be with the broker already.
  ///
  /// - Parameters:
  ///   - messages: any number; more than `unsentLimit` get in only when nothing else waits.
  ///   - timeout: the longest the call waits, plus the rest of an attempt to connect that is under way
  ///     then. What is not sent then is not sent any more; what is sent and not confirmed may still be
  ///     delivered.
  /// - Returns: one outcome for each message, in the same order.
  package nonisolated func publish(
    _ messages: [OutgoingMessage], timeout: Duration = .seconds(30)
  ) async -> [PublishOutcome] {
    guard !messages.isEmpty else { return [] }
    let deadline = MonotonicInstant.now.advanced(by: timeout)
    return await withCheckedContinuation { continuation in
      let batch = PublishBatch(
        messages: messages, deadline: deadline, continuation: continuation)
      if let failure = inbox.append(batch) {
        batch.fail(unsent: failure, sent: failure)
      } else {
        executor.wake()
      }
    }
  }

  /// Sends a reply, best effort and before messages that wait: not confirmed, and dropped (with an event) when there is
  /// no connection, the broker takes nothing, or too much waits for a slow socket.
  package nonisolated func reply(_ message: OutgoingMessage) {
    if inbox.append(reply: message) {
      executor.wake()
    } else {
      observer(.replyDropped)
    }
  }

  /// Takes no more messages, waits for the confirms of those it has, sends connection.close and ends `run()`.
  /// What is not confirmed in time fails.
  package func close(within limit: Duration = .seconds(5)) async {
    guard stage != .closed else { return }
    inbox.close()
    if stage == .created {
      stage = .closing
      finish()
      return
    }
    stage = .closing
    closeDeadline = MonotonicInstant.now.advanced(by: limit)
    await withCheckedContinuation { runners.append($0) }
  }

  /// Ends the connection in order and makes another as this configuration says. What is not confirmed by then fails as
  /// ``PublishFailure/connectionLost``.
  package func reconnect(with configuration: ConnectionConfiguration) {
    guard stage == .created || stage == .running else { return }
    let wasOpen = lifecycle.session != nil
    lifecycle.renew(configuration)
    if wasOpen { failUnanswered { _ in .connectionLost } }
    executor.wake()
  }

  // MARK: - The loop

  private func turn() -> ConnectionExecutor.Wait {
    guard stage == .running || stage == .closing else { return ConnectionExecutor.Wait() }
    var now = MonotonicInstant.now
    lifecycle.tick(now)
    if lifecycle.connectIfDue(at: now) != nil {
      openChannels()
      now = .now
    }
    takeInbox()
    var wait = ConnectionExecutor.Wait(deadline: lifecycle.nextAttempt)
    attempt { session throws(AMQPError) in
      var budget = Self.readBudget
      try read(session, budget: &budget)
      if lifecycle.blockedSince == nil { try replies.send(over: session) }
      wait = try send(session)
      wait.forWriting = wait.forWriting || replies.waitForSocket
      wait.descriptor = session.descriptor
      wait.deadline = lifecycle.nextHeartbeat(after: now)
      wait.isBusy = wait.isBusy || budget <= 0
    }
    expire(at: now)
    if stage == .closing,
      (active.isEmpty && replies.isEmpty) || closeDeadline.map({ $0 <= now }) ?? true
    {
      finish()
      return ConnectionExecutor.Wait()
    }
    let unconfirmed = tracker.unansweredCount
    published.update { $0.unconfirmedCount = unconfirmed }
    for deadline in [earliestDeadline, closeDeadline] {
      guard let deadline else { continue }
      wait.deadline = wait.deadline.map { min($0, deadline) } ?? deadline
    }
    return wait
  }

  private func attempt(_ work: (BrokerSession) throws(AMQPError) -> Void) {
    guard let session = lifecycle.session else { return }
    do throws(AMQPError) {
      try work(session)
    } catch {
      lifecycle.lose(error)
      failUnanswered { _ in .connectionLost }
    }
  }

  private func openChannels() {
    confirmPhase = .opening
    replies.phase = .opening
    attempt { session throws(AMQPError) in
      try session.openChannel(PublishChannel.events)
      try session.openChannel(PublishChannel.replies)
    }
  }

  private func takeInbox() {
    let content = inbox.takeAll()
    for batch in content.batches {
      waiting.append(batch)
      active[ObjectIdentifier(batch)] = batch
      earliestDeadline = min(earliestDeadline ?? batch.deadline, batch.deadline)
    }
    replies.add(
      content.replies, canBeSent: lifecycle.session != nil && lifecycle.blockedSince == nil)
  }

  // MARK: - Sending

  private func send(_ session: BrokerSession) throws(AMQPError) -> ConnectionExecutor.Wait {
    var wait = ConnectionExecutor.Wait()
    guard confirmPhase == .ready, lifecycle.blockedSince == nil, !waiting.isEmpty else {
      return wait
    }
    var sent = 0
    var bytes = 0
    var settled = 0
    defer { inbox.settled(settled) }
    var mayWrite = session.isWritable
    session.cork()
    while sent < Self.sendBudget, mayWrite, mayOneMoreGoOut, let batch = nextBatch() {
      let index = batch.nextIndex
      let message = batch.messages[index]
      batch.nextIndex += 1
      settled += 1
      guard session.fits(message) else {
        complete(Token(batch: batch, index: index), .failed(.tooLarge(limit: session.frameLimit)))
        continue
      }
      _ = tracker.record(Token(batch: batch, index: index))
      try session.publish(message, channel: PublishChannel.events)
      sent += 1
      bytes += message.body.count + message.propertiesSize
      if bytes >= Self.writableBytes {
        bytes = 0
        mayWrite = session.isWritable
      }
    }
    session.uncork()
    wait.forWriting = !mayWrite
    wait.isBusy = mayWrite && mayOneMoreGoOut && !waiting.isEmpty
    return wait
  }

  /// Whether there is room in the window, which is one message wide while a culprit is looked for.
  private var mayOneMoreGoOut: Bool {
    tracker.hasRoom && (sendingAlone == 0 || tracker.unansweredCount == 0)
  }

  /// The batch whose message is next; batches that are sent, or were given up, are dropped.
  private func nextBatch() -> PublishBatch? {
    while let batch = waiting.first {
      if batch.nextIndex < batch.messages.count { return batch }
      waiting.removeFirst(1)
    }
    return nil
  }

  // MARK: - Answers

  private func read(_ session: BrokerSession, budget: inout Int) throws(AMQPError) {
    while let incoming = try session.next(budget: &budget) {
      switch incoming {
      case .message(let message, PublishChannel.events): returned(message)
      case .message: continue
      case .method(let method, channel: 0): try lifecycle.handle(method)
      case .method(let method, PublishChannel.replies): try replies.handle(method, session)
      case .method(let method, _): try handleEvents(method, session)
      }
    }
  }

  private func handleEvents(
    _ method: IncomingMethod, _ session: BrokerSession
  ) throws(AMQPError) {
    switch method {
    case .acknowledged(let number, let multiple):
      settle(number: number, multiple: multiple, isAccepted: true)
    case .negativelyAcknowledged(let number, let multiple):
      settle(number: number, multiple: multiple, isAccepted: false)
    case .channelOpened:
      confirmPhase = .selecting
      try session.selectConfirms(PublishChannel.events)
    case .confirmsSelected:
      confirmPhase = .ready
      lifecycle.becameReady()
    case .channelClosed(let reply):
      try session.confirmChannelClose(PublishChannel.events)
      observer(.publishRefused(reply))
      refuse(reply)
      confirmPhase = .opening
      published.update { $0.isReady = false }
      try session.openChannel(PublishChannel.events)
    default: return
    }
  }

  private func settle(number: UInt64, multiple: Bool, isAccepted: Bool) {
    tracker.settle(number: number, multiple: multiple, isAccepted: isAccepted) { token, answer in
      sendingAlone = max(0, sendingAlone - 1)
      switch answer {
      case .confirmed: complete(token, .confirmed)
      case .returned(let reply): complete(token, .returned(reply))
      case .negativelyAcknowledged: complete(token, .negativelyAcknowledged)
      }
    }
  }

  /// A return names no number. Exchange, routing key and message id say which message it is; messages
  /// that share all three are taken in the order they were published.
  private func returned(_ message: AssembledMessage) {
    guard case .returned(let reply, let exchange, let routingKey) = message.head else { return }
    let messageId = message.properties.messageId
    _ = tracker.markReturned(reply) { token in
      let sent = token.batch.messages[token.index]
      return sent.isMandatory && sent.properties.messageId == messageId
        && sent.routingKey == routingKey && sent.exchange == exchange
    }
    observer(.returned(exchange: exchange, routingKey: routingKey, reply))
  }

  /// Ends what the closed channel had not answered. While it is not known which message the broker closed it over,
  /// messages go out one at a time until that one shows itself.
  private func refuse(_ reply: BrokerReply) {
    let unanswered = tracker.reset()
    let blame = PublishBlame(reply, unanswered: unanswered.map { $0.batch.messages[$0.index] })
    sendingAlone = blame.isKnown ? max(0, sendingAlone - 1) : unanswered.count
    for (token, isRefused) in zip(unanswered, blame.isRefused) {
      complete(token, .failed(isRefused ? .refused(reply) : .connectionLost))
    }
  }

  private func failUnanswered(_ failure: (Token) -> PublishFailure) {
    for token in tracker.reset() { complete(token, .failed(failure(token))) }
  }

  private func complete(_ token: Token, _ outcome: PublishOutcome) {
    token.batch.complete(token.index, outcome)
    if token.batch.isDone { active[ObjectIdentifier(token.batch)] = nil }
  }

  // MARK: - Giving up

  private func expire(at now: MonotonicInstant) {
    guard let earliest = earliestDeadline, earliest <= now else { return }
    let unsent: PublishFailure = lifecycle.session == nil ? .notConnected : .blocked
    for batch in active.values where batch.deadline <= now {
      giveUp(batch, unsent: unsent, sent: .timedOut)
    }
    earliestDeadline = active.values.map(\.deadline).min()
  }

  private func giveUp(_ batch: PublishBatch, unsent: PublishFailure, sent: PublishFailure) {
    inbox.settled(batch.messages.count - batch.nextIndex)
    batch.fail(unsent: unsent, sent: sent)
    active[ObjectIdentifier(batch)] = nil
  }

  private func finish() {
    takeInbox()
    attempt { session throws(AMQPError) in try replies.send(over: session) }
    replies.drop()
    stage = .closed
    for batch in active.values { giveUp(batch, unsent: .closed, sent: .timedOut) }
    _ = tracker.reset()
    lifecycle.close()
    for runner in runners { runner.resume() }
    runners = []
  }
}
