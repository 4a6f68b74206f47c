package import AMQP
package import CivilTime
package import Storage

/// Publishes what transactions have stored in the outbox, and has it deleted there when the broker confirms.
///
/// A message reaches the relay in two ways: from memory, right after its commit; or from the database, when
/// its lease has run out because the process that held it is gone or had no room for it. A crash between
/// confirm and deletion sends it again, with the same event identifier.
package actor OutboxRelay: LaneOutput, BackgroundTask {
  private let queue = OutboxQueue(
    capacity: OutboxRelay.capacity, byteCapacity: OutboxRelay.byteCapacity, batchSize: 256)
  private let publisher: PublishConnection
  private let sent: SentMessages
  private let metrics: WorkerMetrics
  private let deadLetters: DeadLetterBacklog
  /// nil where no traces are recorded.
  private let tracer: Tracer?
  private let log: Log
  private let unroutedWarning = OncePerInterval()
  private let refusedWarning = OncePerInterval()

  /// Messages in memory at most; the rest waits in the database.
  private static let capacity = 4_096

  /// Bytes of bodies in memory at most; a dead letter may be several MiB.
  private static let byteCapacity = 8 << 20

  /// How long the broker may take over a batch; less than a lease.
  private static let patience = Duration.seconds(10)

  /// Batches published side by side: enough to fill the window of confirms.
  private static let publishers = 4

  package init(
    publisher: PublishConnection, sent: SentMessages, metrics: WorkerMetrics,
    deadLetters: DeadLetterBacklog, tracer: Tracer? = nil, log: Log
  ) {
    self.tracer = tracer
    self.publisher = publisher
    self.sent = sent
    self.metrics = metrics
    self.deadLetters = deadLetters
    self.log = log
  }

  /// Publishes messages that have just been committed, leased to this process.
  package nonisolated func submit(_ messages: [OutboxMessage], until: UTCInstant) {
    guard !messages.isEmpty else { return }
    let now = MonotonicInstant.now
    sent.hold(messages)
    let left = queue.add(
      messages.map {
        BufferedMessage(message: $0, attempts: 0, leasedUntil: until, committedAt: now)
      })
    sent.giveUp(messages.suffix(left))
  }

  /// Publishes messages that were leased from the database.
  package nonisolated func submit(leased: [LeasedMessage], until: UTCInstant) {
    queue.add(
      leased.map {
        BufferedMessage(message: $0.message, attempts: $0.attempts, leasedUntil: until)
      })
  }

  /// Bytes of bodies that are leased at once, at most.
  private static let leasedBytes = 4 << 20

  /// How many more messages there is room for in memory; none where there is none for their bodies.
  package nonisolated var room: Int { queue.room.messages }

  /// How many messages, and bytes of bodies, may be leased now: what did not fit would wait until the lease is over.
  package nonisolated var roomToLease: (messages: Int, bytes: Int) {
    let room = queue.room
    return (room.messages, min(room.bytes, Self.leasedBytes))
  }

  /// Publishes until ``finish()``, and then what is still there.
  package func run(over session: BackgroundSession) async {
    await withTaskGroup { group in
      for _ in 0..<Self.publishers {
        group.addTask { await self.publishUntilFinished(over: session) }
      }
    }
  }

  /// Ends ``run(over:)`` when everything in memory has been tried.
  package nonisolated func finish() { queue.finish() }

  private func publishUntilFinished(over session: BackgroundSession) async {
    while true {
      let batch = await queue.take()
      if batch.isEmpty { return }
      await publish(batch, over: session)
    }
  }

  private func publish(_ batch: [BufferedMessage], over session: BackgroundSession) async {
    var sendable: [BufferedMessage] = []
    var outgoing: [OutgoingMessage] = []
    var unsendable: [BufferedMessage] = []
    for leased in held(of: batch) {
      do {
        outgoing.append(try OutgoingMessage(leased.message))
        sendable.append(leased)
      } catch {
        log.write(
          .outboxMessageUnsendable, once: refusedWarning,
          ["id": .text(leased.message.id), "error": LogValue(error)])
        unsendable.append(leased)
      }
    }
    let begun = MonotonicInstant.now
    let outcomes = await publisher.publish(outgoing, timeout: Self.patience)
    FaultPoint.afterPublish.reached()

    var sent: [OutboxMessage] = []
    var again: [BufferedMessage] = []
    var confirmed: [BufferedMessage] = []
    var unrouted = 0
    for (leased, outcome) in zip(sendable, outcomes) {
      switch PublishStep.after(outcome, isEvent: leased.message.eventId != nil) {
      case .done(let isUnrouted):
        sent.append(leased.message)
        if isUnrouted {
          unrouted += 1
          metrics.addUnrouted(leased)
        } else {
          confirmed.append(leased)
        }
        if leased.isDeadLetter, leased.attempts > 0 { deadLetters.remove(leased.message) }
      case .publishAgain:
        again.append(leased)
      case .postpone:
        if leased.isDeadLetter, leased.attempts == 0 { deadLetters.add(leased.message) }
        log.write(
          .outboxMessageRefused, once: refusedWarning,
          [
            "exchange": .text(leased.message.exchange), "id": .text(leased.message.id),
            "answer": LogValue(outcome),
          ])
        unsendable.append(leased)
      }
    }
    if unrouted > 0 {
      log.write(
        .eventsUnrouted, once: unroutedWarning,
        ["events": .integer(Int64(unrouted))])
    }
    metrics.addPublished(confirmed)
    tracer?.record(sent: confirmed.map(\.message), begun: begun)
    self.sent.confirm(sent)
    if !unsendable.isEmpty { await postpone(unsendable, over: session) }
    if !again.isEmpty { await requeue(again, over: session) }
  }

  /// Those whose lease lasts. Without one, another worker may be publishing it: the others are left to the database.
  private func held(of messages: [BufferedMessage]) -> [BufferedMessage] {
    let horizon = UTCInstant.now().adding(microseconds: OutboxLease.leastLeft)
    sent.giveUp(messages.lazy.filter { $0.leasedUntil <= horizon }.map(\.message))
    return messages.filter { $0.leasedUntil > horizon }
  }

  /// Messages that met no broker stay in memory while their lease lasts; after that, or when this process ends,
  /// any worker may publish them.
  private func requeue(_ messages: [BufferedMessage], over session: BackgroundSession) async {
    let held = held(of: messages)
    let left = held.suffix(queue.add(held)).map(\.message)
    guard !left.isEmpty else { return }
    await put(left, offFor: 0, over: session)
  }

  /// Puts messages that the broker refused off, each by itself, so that none delays another.
  private func postpone(_ messages: [BufferedMessage], over session: BackgroundSession) async {
    for (wait, group) in Postponement.waits(of: messages) {
      await put(group, offFor: wait, over: session)
    }
  }

  /// Puts messages off by this many microseconds of the database's clock. One in a pack gets a row of its own for that.
  private func put(
    _ messages: [OutboxMessage], offFor wait: Int64, over session: BackgroundSession
  ) async {
    let sent = sent
    do {
      try await session.run { session throws(StoreError) in
        try sent.unpack(messages, in: session)
        try session.postpone(
          messages.map(\.id), until: try session.now().adding(microseconds: wait))
      }
    } catch {
      // Where no session could be opened, too.
      sent.giveUp(messages)
      log.write(
        .outboxMessageNotPutOff, once: refusedWarning,
        ["error": .text(error.description)])
    }
  }
}
