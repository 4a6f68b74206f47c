package import AMQP
package import Billing
import CivilTime
import Metrics
package import Storage
import Synchronization

/// One line of processing with a database session of its own: takes what has arrived, commits it in one transaction,
/// acknowledges it, and hands on what is to be published.
///
/// The lane runs on a thread of its own, because its database calls block. Nobody else uses its session, so that a
/// transaction is never interleaved with anything.
package actor Lane {
  private let executor: DatabaseExecutor
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  let number: Int
  let settings: Settings
  let surroundings: Surroundings
  let retries: RetryLadder
  private let droppedWarning = OncePerInterval()
  let strayWarning = OncePerInterval()
  let taxWarning = OncePerInterval()

  let phases: PhaseTimes
  var transaction: BatchTransaction
  var runs: RunTransaction
  var database: DatabaseSession
  let course: Course
  /// Courses beside the lane's own that there have been.
  var coursesBeside = 0
  var pace = BatchPace()
  /// nil where there is no second thread, or a tax engine elsewhere is asked before a batch is planned.
  let planningAhead: PlanningAhead?
  /// What was taken while the batch before was settled, and is next.
  var ahead: TakenDeliveries?
  var aheadPace = AheadPace()
  private let stopping = Atomic(false)
  /// Whether it stands still.
  package nonisolated let checkpoint: Checkpoint

  package struct Settings: Sendable {
    package var batchSize: Int
    package var workerName: String
    package var eventSource: String
    package var intake: IntakeRules
    /// nil where no mail server is configured.
    package var email: EmailFacilities?
    /// See ``Configuration/hasSecondThreads``.
    package var hasSecondThread: Bool

    package init(
      batchSize: Int, workerName: String, eventSource: String, intake: IntakeRules = IntakeRules(),
      email: EmailFacilities? = nil, hasSecondThread: Bool = false
    ) {
      self.hasSecondThread = hasSecondThread
      self.email = email
      self.batchSize = batchSize
      self.workerName = workerName
      self.eventSource = eventSource
      self.intake = intake
    }
  }

  /// What a worker's lanes have in common.
  package struct Surroundings: Sendable {
    package let opener: any DatabaseOpener
    package let mailbox: DeliveryMailbox
    package let consumer: ConsumeConnection
    package let publisher: PublishConnection
    package let output: any LaneOutput
    package let sent: SentMessages
    package let deadLetters: DeadLetterBacklog
    package let taxEngine: any TaxEngine
    /// nil where taxes are calculated here.
    package let quotes: TaxQuotes?
    package let circuit = SharedFaultCircuit()
    package let gate: ConsumptionGate
    package let metrics: WorkerMetrics
    /// nil where no traces are recorded.
    package let tracer: Tracer?
    package let log: Log

    package init(
      opener: any DatabaseOpener, mailbox: DeliveryMailbox, consumer: ConsumeConnection,
      publisher: PublishConnection, output: any LaneOutput, sent: SentMessages,
      deadLetters: DeadLetterBacklog, taxEngine: any TaxEngine, quotes: TaxQuotes? = nil,
      gate: ConsumptionGate, metrics: WorkerMetrics, tracer: Tracer? = nil, log: Log
    ) {
      self.tracer = tracer
      self.opener = opener
      self.mailbox = mailbox
      self.consumer = consumer
      self.publisher = publisher
      self.output = output
      self.sent = sent
      self.deadLetters = deadLetters
      self.taxEngine = taxEngine
      self.quotes = quotes
      self.gate = gate
      self.metrics = metrics
      self.log = log
    }
  }

  /// What came of the first requests of a batch.
  private enum Settled {
    /// So many of them are gone through, at least one: settled, or left out.
    case some(Int)
    /// None: others hold the locks they need.
    case locked
    /// There is nothing more to do for any of them here.
    case done
  }

  package init(number: Int, settings: Settings, surroundings: Surroundings) {
    executor = DatabaseExecutor(label: "lane-\(number)")
    self.number = number
    course = Course(of: number)
    self.settings = settings
    self.surroundings = surroundings
    retries = RetryLadder(
      publisher: surroundings.publisher, workerName: settings.workerName, log: surroundings.log)
    let secondThread =
      settings.hasSecondThread ? SecondThread(label: "lane-\(number)-second") : nil
    let planningAhead = secondThread.flatMap {
      surroundings.quotes == nil ? PlanningAhead(on: $0, settings, surroundings) : nil
    }
    self.planningAhead = planningAhead
    database = DatabaseSession(
      surroundings.opener,
      opened: { if !$0 { surroundings.metrics.databaseReconnects.add() } },
      // The next may be connected to another file than this one; and a connection that only reads leaves a part of the file behind
      // when it is the last to close.
      dropping: { planningAhead?.closeSession() }, log: surroundings.log)
    let checkpoint = Checkpoint()
    self.checkpoint = checkpoint
    let phases = PhaseTimes(
      adding: surroundings.metrics.phaseTimes, checkpoint: checkpoint,
      keepsIntervals: surroundings.tracer != nil)
    self.phases = phases
    transaction = BatchTransaction(
      workerName: settings.workerName, eventSource: settings.eventSource,
      taxEngine: surroundings.taxEngine, email: settings.email, phases: phases,
      secondThread: secondThread)
    runs = RunTransaction(
      workerName: settings.workerName, eventSource: settings.eventSource,
      taxEngine: surroundings.taxEngine, email: settings.email, phases: phases,
      secondThread: secondThread)
  }

  /// Processes until the mailbox has ended and is empty, and what waits for a tax engine has come back from it.
  package func run() async {
    await withDiscardingTaskGroup { beside in
      var chance = SystemRandomNumberGenerator()
      while !isStopping {
        let taken = await takeNext(using: &chance)
        if taken.count == 0 { break }
        let begun = surroundings.metrics.beginWork(taken.count)
        defer { surroundings.metrics.endWork(taken.count, since: begun) }
        FaultPoint.afterDelivery.reached()
        let start = MonotonicInstant.now
        var count = 0
        for batch in taken.batches {
          count += await settle(batch.received ?? read(batch.deliveries), &beside)
        }
        note(taken.requests, settled: count, took: start.duration(to: .now))
        // After the requests, for which somebody waits.
        for delivery in taken.ofRuns where !isStopping { await settle(delivery, &beside) }
      }
    }
  }

  /// Settles what needs no tax engine, and has the others asked about meanwhile.
  ///
  /// - Returns: how many were not asked about.
  private func settle(
    _ batch: [ReceivedRequest], _ beside: inout DiscardingTaskGroup
  ) async -> Int {
    let others = await askAbout(batch, &beside)
    await settle(others, on: course)
    askAboutLeftOut(&beside)
    return others.count
  }

  /// Notes how long the lane's thread was with so many of these requests.
  func note(_ requests: [Delivery], settled count: Int, took time: Duration) {
    let source = settings.intake.source
    pace.note(
      senders: requests.lazy.map { BatchForming.sender(of: $0, by: source) }, requests: count,
      took: time, at: .now)
  }

  /// Stops waiting for what is away; what is not committed stays unacknowledged. Any thread, at once: the
  /// lane may be in a call that blocks.
  package nonisolated func stop() { stopping.store(true, ordering: .relaxed) }

  nonisolated var isStopping: Bool { stopping.load(ordering: .relaxed) }

  // MARK: Settling

  /// Brings a batch to its end: committed and acknowledged, or moved to a retry queue, or (when stopping)
  /// left to be delivered again.
  func settle(_ batch: [ReceivedRequest], on course: Course) async {
    var rest = batch[...]
    while !rest.isEmpty, !isStopping {
      guard case .some(let count) = await settleFirst(of: Array(rest), on: course) else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Brings each request to its end by itself. One whose records others have locked is left for the end: no
  /// request waits behind it that does not need them.
  private func settleOneByOne(_ batch: [ReceivedRequest], on course: Course) async {
    var locked: [ReceivedRequest] = []
    for received in batch where !isStopping {
      if case .locked = await settleFirst(of: [received], on: course, isPatient: false) {
        locked.append(received)
      }
    }
    for received in locked { await settle([received], on: course) }
  }

  /// Settles as many of the first requests as one transaction takes. Waits for others' locks for as long as it takes
  /// when it is to be patient.
  private func settleFirst(
    of batch: [ReceivedRequest], on course: Course, isPatient: Bool = true
  ) async -> Settled {
    let attempt = await attempt(
      on: course, batchSize: batch.count, isGivenUp: batch.first?.givenUpAfter != nil,
      isPatient: isPatient,
      isOpened: { failure in
        batch.first.map { surroundings.circuit.isOpened(by: failure, of: $0) } ?? false
      },
      { () throws(StoreError) in try commit(batch, on: course) })
    switch attempt {
    case .committed(let count): return .some(count)
    case .locked: return .locked
    case .stopped: return .done
    case .failed(let failure, let isCircuitOpen):
      await settle(batch, on: course, after: failure, isCircuitOpen: isCircuitOpen)
      return .done
    }
  }

  /// What is done about a batch that is not to be tried again as it is.
  private func settle(
    _ batch: [ReceivedRequest], on course: Course, after failure: StoreError, isCircuitOpen: Bool
  ) async {
    guard let received = batch.first else { return }
    guard batch.count == 1 else {
      surroundings.log.write(
        .batchFailed,
        ["requests": .integer(Int64(batch.count)), "error": .text(failure.description)])
      await settleOneByOne(batch, on: course)
      return
    }
    if received.givenUpAfter != nil, !isCircuitOpen {
      deadLetter(batch, after: failure)
    } else {
      await leave(received, on: course, after: failure, mayBeBlamed: !isCircuitOpen)
    }
  }

  /// Commits as many of the first requests as one transaction takes, acknowledges them, and hands on what they come to;
  /// how many.
  private func commit(
    _ batch: [ReceivedRequest], on course: Course
  ) throws(StoreError) -> Int {
    let session = try database.open()
    let planned = course.isLane ? takePlan(of: batch) : nil
    if course.isLane { takeAhead() }
    let begun = UTCInstant.now()
    let result = try runTransaction(batch, planned, in: session, with: course.quoted)
    if planned != nil { aheadPace.note(isOfUse: result.isPlannedAhead) }
    FaultPoint.afterCommit.reached()
    course.leftOut += result.leftOut
    let settled = result.settled
    surroundings.tracer?.record(
      result.traced, settled: settled.count, phases: phases.takeIntervals())
    surroundings.consumer.acknowledge(settled.map(\.delivery.tag))
    surroundings.metrics.add(result)
    surroundings.metrics.addTimes(of: settled, committedAt: .now)
    if result.processed > 0 { surroundings.circuit.close(after: settled) }
    if result.deadLettersDropped > 0 { reportDropped() }
    // Not later than the lease that the transaction has taken, by a clock of this process.
    let leasedAt = planned.flatMap { result.isPlannedAhead ? $0.now : nil } ?? begun
    surroundings.output.submit(
      result.messages, until: leasedAt.adding(microseconds: OutboxLease.duration))
    for reply in result.replies { surroundings.publisher.reply(reply) }
    return result.count
  }

  private func runTransaction(
    _ batch: [ReceivedRequest], _ planned: PlannedBatch?, in session: StoreSession,
    with quoted: QuotedTaxEngine?
  ) throws(StoreError) -> BatchResult {
    let sent = surroundings.sent.take()
    do throws(StoreError) {
      return try transaction.run(
        batch, planned: planned, in: session, deleting: sent,
        handingOver: surroundings.output.room,
        deadLetters: surroundings.deadLetters.allowance, quoted: quoted)
    } catch {
      surroundings.sent.add(sent)
      throw error
    }
  }

  private func reportDropped() {
    surroundings.log.write(
      .deadLettersRefused, once: droppedWarning,
      ["droppedSoFar": .integer(surroundings.metrics.deadLettersDropped.current)])
  }

  /// The last resort for what cannot be stored at all: nothing is lost, and nothing waits behind it.
  private func deadLetter(_ batch: [ReceivedRequest], after failure: StoreError) {
    surroundings.log.write(
      .requestNotStored, of: batch.first?.trace,
      ["queue": .text(batch.first?.delivery.queue ?? ""), "error": .text(failure.description)])
    surroundings.consumer.negativelyAcknowledge(batch.map(\.delivery.tag), requeue: false)
  }

  /// A request that the program failed on leaves its queue: for the next retry queue; after the last, or when the copy
  /// is not taken, with a committed outcome. One that may not be blamed goes to the last retry queue again, however
  /// often.
  private func leave(
    _ received: ReceivedRequest, on course: Course, after failure: StoreError, mayBeBlamed: Bool
  ) async {
    switch await retries.move(
      received, after: failure, mayBeBlamed: mayBeBlamed, isStopping: { self.isStopping })
    {
    case .moved(let queue):
      surroundings.metrics.retries.add(to: queue)
      surroundings.consumer.acknowledge([received.delivery.tag])
    case .notMoved:
      await settle([received.givingUp(after: failure.description)], on: course)
    case .stopped:
      stop()
    }
  }

  // MARK: The session

  /// Shows that the lane's thread comes to what it is asked. In a call to the database it does not, and has said before for how
  /// long that may be.
  package func passCheckpoint() { checkpoint.pass() }

  /// Closes a session over which nothing can be committed any more, between two batches.
  package func dropStaleSession() { database.dropIfStale() }

  package func closeSession() { database.drop() }
}
