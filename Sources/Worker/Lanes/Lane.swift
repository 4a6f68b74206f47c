package import AMQP
import CivilTime
package import Storage
import Synchronization

/// One line of processing with a database connection of its own: takes what has arrived, commits it in one
/// transaction, acknowledges it, and hands the events to the relay.
///
/// The lane runs on a thread of its own, because its database calls block. Everything that needs the
/// session runs here, so a transaction is never interleaved with anything.
package actor Lane {
  private let executor: LaneExecutor
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  private let number: Int
  private let settings: Settings
  private let opener: any DatabaseOpener
  private let mailbox: DeliveryMailbox
  private let consumer: ConsumeConnection
  private let publisher: PublishConnection
  private let gate: ConsumptionGate
  private let sent: SentMessages
  private let circuit: SharedFaultCircuit
  private let counters: WorkerCounters
  private let deadLetters: DeadLetterBacklog
  private let log: Log
  private let droppedWarning = OncePerInterval()

  private var transaction: BatchTransaction
  private var session: StoreSession?
  /// Why this lane holds consumption, while it does.
  private var held: ConsumptionGate.Reason?
  private let stopping = Atomic(false)
  private let isBusy = Atomic(false)

  package struct Settings: Sendable {
    package var batchSize: Int
    package var workerName: String
    package var eventSource: String
    package var intake: IntakeRules

    package init(
      batchSize: Int, workerName: String, eventSource: String, intake: IntakeRules = IntakeRules()
    ) {
      self.batchSize = batchSize
      self.workerName = workerName
      self.eventSource = eventSource
      self.intake = intake
    }
  }

  /// Bytes of bodies taken at once: with the batch size it bounds a batch's memory.
  private static let batchBytes = 8 * 1_024 * 1_024

  /// How often a request is tried while everybody's fail alike before it makes room for the next, about five
  /// minutes: it waits in a retry queue then, and is not blamed there either.
  private static let triesWhileCircuitIsOpen = 60

  /// Between two tries at a database or a broker that does not do what it should.
  private static let retrying = Backoff.Limits(first: .milliseconds(100), last: .seconds(5))

  package init(
    number: Int, settings: Settings, opener: any DatabaseOpener, mailbox: DeliveryMailbox,
    consumer: ConsumeConnection, publisher: PublishConnection, gate: ConsumptionGate,
    sent: SentMessages, circuit: SharedFaultCircuit, counters: WorkerCounters,
    deadLetters: DeadLetterBacklog, log: Log
  ) {
    executor = LaneExecutor(label: "lane-\(number)")
    self.number = number
    self.settings = settings
    self.opener = opener
    self.mailbox = mailbox
    self.consumer = consumer
    self.publisher = publisher
    self.gate = gate
    self.sent = sent
    self.circuit = circuit
    self.counters = counters
    self.deadLetters = deadLetters
    self.log = log
    transaction = BatchTransaction(
      workerName: settings.workerName, eventSource: settings.eventSource)
  }

  /// Processes until the mailbox has ended and is empty.
  package func run(output: some LaneOutput) async {
    var chance = SystemRandomNumberGenerator()
    var pace = BatchPace()
    while !isStopping {
      let deliveries = await mailbox.take(
        upTo: pace.limit(
          most: settings.batchSize, waiting: mailbox.count, at: .now), bytes: Self.batchBytes)
      if deliveries.isEmpty { break }
      FaultPoint.afterDelivery.reached()
      isBusy.store(true, ordering: .relaxed)
      let start = MonotonicInstant.now
      for batch in BatchForming.batches(
        deliveries, by: settings.intake.source, using: &chance)
      {
        let now = UTCInstant.now()
        await settle(
          ReceivedRequest.upsertsFirst(
            batch.map { ReceivedRequest($0, at: now, by: settings.intake) }), output: output)
      }
      isBusy.store(false, ordering: .relaxed)
      let end = MonotonicInstant.now
      let source = settings.intake.source
      pace.note(
        senders: deliveries.lazy.map { BatchForming.sender(of: $0, by: source) },
        requests: deliveries.count, took: start.duration(to: end), at: end)
    }
  }

  /// Gives up waiting for what is away; what is not committed stays unacknowledged. Any thread, at once: the
  /// lane may be in a call that blocks.
  package nonisolated func stop() { stopping.store(true, ordering: .relaxed) }

  private nonisolated var isStopping: Bool { stopping.load(ordering: .relaxed) }

  /// Whether deleting sent rows would wait for a batch to end; then it rides on the next transaction instead.
  package nonisolated var isProcessing: Bool { isBusy.load(ordering: .relaxed) }

  // MARK: Settling

  /// Brings a batch to its end: committed and acknowledged, or moved to a retry queue, or (when stopping)
  /// left to be delivered again.
  private func settle(_ batch: [ReceivedRequest], output: some LaneOutput) async {
    var rest = batch[...]
    while !rest.isEmpty, !isStopping {
      guard let count = await settleFirst(of: Array(rest), output: output) else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Brings each request to its end by itself. One whose records others have locked is left for the end: no
  /// request waits behind it that does not need them.
  private func settleOneByOne(_ batch: [ReceivedRequest], output: some LaneOutput) async {
    var locked: [ReceivedRequest] = []
    for received in batch where !isStopping {
      let isLocked = await settleFirst(of: [received], isPatient: false, output: output) == 0
      if isLocked { locked.append(received) }
    }
    for received in locked { await settle([received], output: output) }
  }

  /// Settles as many of the first requests as one transaction takes: none, when they wait for others' locks and
  /// we are not to be patient. Nil when there is nothing more to do for the others here.
  private func settleFirst(
    of batch: [ReceivedRequest], isPatient: Bool = true, output: some LaneOutput
  ) async -> Int? {
    var attempts: [StoreError.Kind: Int] = [:]
    var backoff = Backoff(limits: Self.retrying)
    var triesWhileOpen = 0
    while !isStopping {
      let failure: StoreError
      // Not later than the lease that the transaction takes, by a clock of this process.
      let until = UTCInstant.now().adding(microseconds: BatchTransaction.lease)
      do throws(StoreError) {
        let result = try commit(batch, handingOver: output.room)
        FaultPoint.afterCommit.reached()
        consumer.acknowledge(batch.prefix(result.settled).map(\.delivery.tag))
        count(result)
        if result.processed > 0 { circuit.close(after: batch.prefix(result.settled)) }
        if result.deadLettersDropped > 0 { reportDropped() }
        output.submit(result.messages, until: until)
        for reply in result.replies { publisher.reply(reply) }
        await hold(nil)
        return result.settled
      } catch {
        failure = error
      }
      attempts[failure.kind, default: 0] += 1
      var step = LaneFailure.step(
        after: failure, attempts: attempts, batchSize: batch.count,
        isSurrendered: batch.first?.surrender != nil)
      let isBlamed = step == .leave || step == .deadLetter
      let isCircuitOpen =
        isBlamed && batch.first.map { circuit.isOpened(by: failure, of: $0) } ?? false
      if isCircuitOpen {
        triesWhileOpen += 1
        step = triesWhileOpen <= Self.triesWhileCircuitIsOpen ? .awaitDatabase : .leave
      }
      // The database has answered, with whatever.
      if failure.kind != .unavailable, failure.kind != .environment, step != .awaitDatabase,
        step != .awaitLocks, triesWhileOpen == 0
      {
        await hold(nil)
      }
      switch step {
      case .again:
        continue
      case .oneByOne:
        log.warning(
          "a batch failed; its requests are run one by one",
          ["requests": .integer(Int64(batch.count)), "error": .text(failure.description)])
        await settleOneByOne(batch, output: output)
        return nil
      case .leave:
        guard let received = batch.first else { return nil }
        if isCircuitOpen { await hold(nil) }
        await leave(received, after: failure, mayBeBlamed: !isCircuitOpen, output: output)
        return nil
      case .deadLetter:
        deadLetter(batch, after: failure)
        return nil
      case .awaitDatabase:
        await hold(
          isCircuitOpen || failure.kind == .environment
            ? .environment(lane: number) : .database(lane: number),
          because: failure.description)
        // After a failover the same session would meet the old server again.
        session = nil
        await pause(backoff.next())
      case .awaitLocks:
        guard isPatient else { return 0 }
        await hold(.contention(lane: number), because: failure.description)
        await pause(backoff.next())
      }
    }
    return nil
  }

  /// Holds consumption for this reason, in place of the one before; nil lets it go on.
  private func hold(_ reason: ConsumptionGate.Reason?, because error: String = "") async {
    guard reason != held else { return }
    let earlier = held
    held = reason
    // The new one first: in between, consumption would go on.
    if let reason { await gate.hold(reason, because: error) }
    if let earlier { await gate.release(earlier) }
  }

  private func count(_ result: BatchResult) {
    counters.count {
      $0.requests += Int64(result.processed)
      $0.repeated += Int64(result.repeated)
      $0.invoices += Int64(result.invoices)
      $0.lines += Int64(result.lines)
      $0.deadLettersDropped += Int64(result.deadLettersDropped)
    }
  }

  private func reportDropped() {
    log.warning(
      droppedWarning,
      "invoice.dead takes no more dead letters, and enough wait for it: copies of refused requests are"
        + " dropped, their outcomes stand; discard or replay dead letters, or raise the queue's limit",
      ["droppedSoFar": .integer(counters.snapshot.deadLettersDropped)])
  }

  /// The last resort for what cannot be stored at all: nothing is lost, and nothing waits behind it.
  private func deadLetter(_ batch: [ReceivedRequest], after failure: StoreError) {
    log.error(
      "a request cannot be stored, not even as failed; it goes to the dead letters without an outcome",
      ["queue": .text(batch.first?.delivery.queue ?? ""), "error": .text(failure.description)])
    consumer.negativelyAcknowledge(batch.map(\.delivery.tag), requeue: false)
  }

  /// A request that the program failed on leaves its queue: for the next retry queue, acknowledged when the
  /// broker has confirmed the copy there; after the last, or when the copy is not taken, with a committed
  /// outcome.
  ///
  /// One that may not be blamed goes to the last retry queue again, however often.
  private func leave(
    _ received: ReceivedRequest, after failure: StoreError, mayBeBlamed: Bool,
    output: some LaneOutput
  ) async {
    let faults = received.copy(
      code: LaneFailure.code(of: failure), message: failure.description,
      retries: received.retries + 1, worker: settings.workerName, at: .now())
    log.error(
      "a request failed by a fault of the program",
      [
        "queue": .text(received.delivery.queue), "attempts": .integer(received.attempts),
        "error": .text(failure.description),
      ])
    let next = RetryPolicy.next(afterRetries: received.retries)
    guard
      case .retry(let queue) = next == .giveUp && !mayBeBlamed ? .retry(queue: .sixHours) : next,
      !received.delivery.isTruncated,
      let copy = try? RetriedCopy.message(of: received, to: queue, faults: faults),
      await isPublished(copy)
    else {
      if !isStopping {
        await settle([received.surrendering(to: failure.description)], output: output)
      }
      return
    }
    counters.addRetry()
    consumer.acknowledge([received.delivery.tag])
  }

  /// Whether the broker has taken a copy. A broker that is away is waited for; a copy that is refused is tried
  /// as often as a request.
  private func isPublished(_ copy: OutgoingMessage) async -> Bool {
    var backoff = Backoff(limits: Self.retrying)
    var refusals = 0
    while !isStopping {
      let outcome = await publisher.publish([copy]).first ?? .failed(.closed)
      switch PublishStep.after(outcome, isEvent: false) {
      case .done:
        return true
      case .postpone:
        refusals += 1
        log.warning(
          "the broker does not take a copy for a retry queue",
          ["exchange": .text(copy.exchange), "answer": LogValue(outcome)])
        if refusals >= RetryPolicy.attemptsInPlace { return false }
      case .publishAgain:
        break
      }
      await pause(backoff.next())
    }
    return false
  }

  private func pause(_ duration: Duration) async {
    // Cancelled only when the process ends at once; the loop then sees that it is stopping.
    do { try await Task.sleep(for: duration) } catch { stop() }
  }

  // MARK: The session

  private func commit(
    _ batch: [ReceivedRequest], handingOver room: Int
  ) throws(StoreError) -> BatchResult {
    let sent = self.sent.take()
    do {
      let session = try openSession()
      return try transaction.run(
        batch, in: session, deleting: sent, handingOver: room, deadLetters: deadLetters.allowance)
    } catch {
      self.sent.add(sent)
      throw error
    }
  }

  /// Lets go of a session that nothing can be committed over any more, between two batches: as long as it is open, no
  /// other can go on either.
  package func closeStaleSession() {
    guard let session, session.isBroken || session.staleness != nil else { return }
    letGo(of: session)
  }

  private func letGo(of session: StoreSession) {
    if let staleness = session.staleness {
      log.warning(
        "the database's files were changed while it was in use; it is opened again, and nothing that was answered is lost",
        ["error": .text(staleness)])
    }
    self.session = nil
  }

  /// Lets go of the session; the next batch opens another.
  package func closeSession() { session = nil }

  private func openSession() throws(StoreError) -> StoreSession {
    if let session {
      guard session.isBroken else { return session }
      // The old one first: the new one may depend on nobody's having it open.
      letGo(of: session)
    }
    let opened = try StoreSession(opener, for: .processing)
    session = opened
    return opened
  }

  /// Deletes the outbox rows that the broker has confirmed, in a transaction of its own; for when no batch
  /// comes that would do it on the way.
  package func deleteSent() throws(StoreError) {
    let sent = self.sent.take()
    guard !sent.isEmpty else { return }
    FaultPoint.beforeMarkSent.reached()
    do {
      try openSession().deleteSent(sent)
    } catch {
      self.sent.add(sent)
      throw error
    }
  }

  /// Runs `body` with this lane's session, between two batches.
  package func withSession<Result: Sendable>(
    _ body: @Sendable (StoreSession) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    try body(openSession())
  }
}
