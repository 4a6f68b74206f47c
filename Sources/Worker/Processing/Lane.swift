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
  private let counters: WorkerCounters
  private let log: Log

  private var transaction: BatchTransaction
  private var session: StoreSession?
  private var isStopping = false
  private let isBusy = Atomic(false)

  package struct Settings: Sendable {
    package var batchSize: Int
    package var workerName: String
    package var eventSource: String

    package init(batchSize: Int, workerName: String, eventSource: String) {
      self.batchSize = batchSize
      self.workerName = workerName
      self.eventSource = eventSource
    }
  }

  /// Bytes of bodies taken at once: with the batch size it bounds a batch's memory.
  private static let batchBytes = 8 * 1_024 * 1_024

  package init(
    number: Int, settings: Settings, opener: any DatabaseOpener, mailbox: DeliveryMailbox,
    consumer: ConsumeConnection, publisher: PublishConnection, gate: ConsumptionGate,
    sent: SentMessages, counters: WorkerCounters, log: Log
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
    self.counters = counters
    self.log = log
    transaction = BatchTransaction(
      workerName: settings.workerName, eventSource: settings.eventSource)
  }

  /// Processes until the mailbox has ended and is empty.
  package func run(relay: OutboxRelay) async {
    while !isStopping {
      let deliveries = await mailbox.take(upTo: settings.batchSize, bytes: Self.batchBytes)
      if deliveries.isEmpty { break }
      FaultPoint.afterDelivery.reached()
      isBusy.store(true, ordering: .relaxed)
      let now = UTCInstant.now()
      for batch in BatchForming.batches(deliveries.map { ReceivedRequest($0, at: now) }) {
        await settle(batch, relay: relay)
      }
      isBusy.store(false, ordering: .relaxed)
    }
  }

  /// Gives up waiting for a database that is away; what is not committed stays unacknowledged.
  package func stop() { isStopping = true }

  /// Whether a mark would wait for a batch to end; then it rides on the next transaction instead.
  package nonisolated var isProcessing: Bool { isBusy.load(ordering: .relaxed) }

  // MARK: Settling

  /// Brings a batch to its end: committed and acknowledged, or moved to a retry queue, or (when stopping)
  /// left to be delivered again.
  private func settle(_ batch: [ReceivedRequest], relay: OutboxRelay) async {
    var attempts = 0
    var backoff = Backoff()
    var isHeld = false
    while !isStopping {
      let failure: StoreError
      do throws(StoreError) {
        let result = try commit(batch)
        FaultPoint.afterCommit.reached()
        consumer.acknowledge(batch.map(\.delivery.tag))
        counters.add(result)
        relay.submit(result.messages)
        for reply in result.replies { publisher.reply(reply) }
        if isHeld { await gate.release(.database(lane: number)) }
        return
      } catch {
        failure = error
      }
      attempts += 1
      switch LaneFailure.step(
        after: failure, attempts: attempts, batchSize: batch.count,
        isSurrendered: batch.first?.surrender != nil)
      {
      case .again:
        continue
      case .oneByOne:
        log.warning(
          "a batch failed; its requests are run one by one",
          ["requests": .integer(Int64(batch.count)), "error": .text(failure.description)])
        for received in batch { await settle([received], relay: relay) }
        return
      case .leave:
        guard let received = batch.first else { return }
        await leave(received, after: failure, relay: relay)
        return
      case .wait:
        if !isHeld {
          isHeld = true
          await gate.hold(.database(lane: number), because: failure.description)
        }
        // After a failover the same session would meet the old server again.
        session = nil
        await pause(backoff.next())
      }
    }
  }

  /// A request that the program failed on leaves its queue: for the next retry queue, acknowledged when the
  /// broker has confirmed the copy there; after the last, with a committed outcome.
  private func leave(
    _ received: ReceivedRequest, after failure: StoreError, relay: OutboxRelay
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
    guard
      case .retry(let queue) = RetryPolicy.next(afterRetries: received.retries),
      !received.delivery.isTruncated,
      let copy = try? RetriedCopy.message(of: received, to: queue, faults: faults)
    else {
      await settle([received.surrendering(to: failure.description)], relay: relay)
      return
    }
    var backoff = Backoff()
    while !isStopping {
      if await publisher.publish([copy]).first == .confirmed {
        counters.addRetry()
        consumer.acknowledge([received.delivery.tag])
        return
      }
      await pause(backoff.next())
    }
  }

  private func pause(_ duration: Duration) async {
    // Cancelled only when the process ends at once; the loop then sees that it is stopping.
    do { try await Task.sleep(for: duration) } catch { isStopping = true }
  }

  // MARK: The session

  private func commit(_ batch: [ReceivedRequest]) throws(StoreError) -> BatchResult {
    let sent = self.sent.take()
    do {
      let session = try openSession()
      return try transaction.run(batch, in: session, deleting: sent)
    } catch {
      self.sent.add(sent)
      throw error
    }
  }

  private func openSession() throws(StoreError) -> StoreSession {
    if let session, !session.isBroken { return session }
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
