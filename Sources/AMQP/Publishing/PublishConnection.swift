/// A connection that publishes with confirms, and replies without.
///
/// It connects and reconnects by itself. Messages wait for the connection, for room in the window of
/// unconfirmed messages, and for a broker short of memory, each batch at most as long as its caller says.
package actor PublishConnection {
  enum Stage {
    case created, running, closing, closed
  }

  enum Channel {
    static let events: UInt16 = 1
    static let replies: UInt16 = 2
  }

  enum ConfirmPhase {
    case opening, selecting, ready
  }

  enum ReplyPhase {
    case opening, ready, refused
  }

  struct Token {
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
  static let sendBudget = 128
  /// Bytes sent before asking again whether the socket takes more without blocking.
  static let writableBytes = 32_768
  static let readBudget = 512

  nonisolated let executor: ConnectionExecutor
  nonisolated let published = PublishedState()
  nonisolated let inbox = PublishInbox(
    unsentLimit: unsentLimit, replyLimit: replyLimit, replyByteLimit: replyByteLimit)
  nonisolated let observer: @Sendable (ConnectionEvent) -> Void
  let lifecycle: ConnectionLifecycle
  var tracker = ConfirmTracker<Token>(window: window)
  /// How many messages still go out alone, each after the answer to the one before: one of them made the broker
  /// close the channel, and nobody knows which.
  var sendingAlone = 0
  var confirmPhase = ConfirmPhase.opening
  var replyPhase = ReplyPhase.opening
  /// Replies that wait until the socket takes them: a long one before it must not cost a short one.
  var replies: [OutgoingMessage] = []
  /// Batches with messages to send, first come first served; those before `head` are sent.
  var waiting: [PublishBatch] = []
  var head = 0
  /// Every batch without an answer.
  var active: [ObjectIdentifier: PublishBatch] = [:]
  var earliestDeadline: MonotonicInstant?
  var stage = Stage.created
  var closeDeadline: MonotonicInstant?
  var runners: [CheckedContinuation<Void, Never>] = []

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

  /// Publishes messages in order and waits for the broker's word on each. Calls may overlap.
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

  /// Takes no more messages, waits for the confirms of those it has, says good-bye and ends `run()`.
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

  // MARK: - The loop

  func turn() -> ConnectionExecutor.Wait {
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
      try sendReplies(session)
      wait = try send(session)
      wait.forWriting = wait.forWriting || (!replies.isEmpty && replyPhase == .ready)
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

  func attempt(_ work: (BrokerSession) throws(AMQPError) -> Void) {
    guard let session = lifecycle.session else { return }
    do throws(AMQPError) {
      try work(session)
    } catch {
      lifecycle.lose(error)
      failUnanswered { _ in .connectionLost }
    }
  }

  func openChannels() {
    confirmPhase = .opening
    replyPhase = .opening
    attempt { session throws(AMQPError) in
      try session.openChannel(Channel.events)
      try session.openChannel(Channel.replies)
    }
  }

  func takeInbox() {
    let content = inbox.takeAll()
    for batch in content.batches {
      waiting.append(batch)
      active[ObjectIdentifier(batch)] = batch
      earliestDeadline = min(earliestDeadline ?? batch.deadline, batch.deadline)
    }
    replies.append(contentsOf: content.replies)
    if lifecycle.session == nil || lifecycle.blockedSince != nil || replyPhase == .refused {
      for reply in replies { drop(reply) }
      replies = []
    }
  }

  func drop(_ reply: OutgoingMessage) {
    inbox.settled(reply: reply)
    observer(.replyDropped)
  }

  // MARK: - Giving up

  func expire(at now: MonotonicInstant) {
    guard let earliest = earliestDeadline, earliest <= now else { return }
    let unsent: PublishFailure = lifecycle.session == nil ? .notConnected : .blocked
    for batch in active.values where batch.deadline <= now {
      giveUp(batch, unsent: unsent, sent: .timedOut)
    }
    earliestDeadline = active.values.map(\.deadline).min()
  }

  func giveUp(_ batch: PublishBatch, unsent: PublishFailure, sent: PublishFailure) {
    inbox.settled(batch.messages.count - batch.nextIndex)
    batch.fail(unsent: unsent, sent: sent)
    active[ObjectIdentifier(batch)] = nil
  }

  func finish() {
    takeInbox()
    stage = .closed
    for batch in active.values { giveUp(batch, unsent: .closed, sent: .timedOut) }
    for reply in replies { drop(reply) }
    replies = []
    _ = tracker.reset()
    lifecycle.close()
    for runner in runners { runner.resume() }
    runners = []
  }
}
