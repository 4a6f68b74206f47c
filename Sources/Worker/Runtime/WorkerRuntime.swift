package import AMQP
package import Billing
import CivilTime
package import Messages
package import Storage
import Synchronization

/// One worker: two connections to the broker, lanes that process, and beside them what takes effect outside of their
/// transactions: a relay that publishes, clocks.
///
/// ```
/// ConsumeConnection → DeliveryMailbox → Lane (transaction, acknowledge) → OutboxRelay → PublishConnection
/// ```
///
/// Any number of workers, anywhere, share the queues; nothing here is shared but the broker and the database.
package final class WorkerRuntime: Sendable {
  let configuration: Configuration
  let build: BuildInfo
  let supervisor: Supervisor?
  private let opener: any DatabaseOpener
  private let background: BackgroundSession
  /// The mail relay's own.
  private let mailSession: BackgroundSession
  let log: Log
  let consumer: ConsumeConnection
  let publisher: PublishConnection
  let gate: ConsumptionGate
  let access: CurrentBrokerAccess
  let pauses: WorkPauses
  let mailbox: DeliveryMailbox
  private let relay: OutboxRelay
  private let sent: SentMessages
  private let housekeeping: Housekeeping
  /// What hands messages to the relay beside the lanes, and ends with them.
  private let sources: [any BackgroundTask]
  /// nil where no mail server is configured.
  private let mail: MailRelay?
  /// nil where taxes are calculated here.
  let quotes: TaxQuotes?
  /// Likewise.
  let taxes: TaxRelay?
  /// The tax relay's own.
  let taxSession: BackgroundSession
  let lanes: [Lane]
  let metrics: WorkerMetrics
  /// nil where no traces are recorded.
  private let exporter: TraceExporter?
  let drain = DrainSignal()
  let begun = MonotonicInstant.now
  /// Whether the database's schema was found.
  let hasStarted = Atomic(false)
  /// What must not stand still.
  let parts: [Part]
  /// nil where nobody is answered, or not yet.
  let server = Mutex<MonitoringServer?>(nil)
  let queueWatch: QueueWatch?
  let controls = AsyncStream.makeStream(of: Control.self, bufferingPolicy: .bufferingNewest(64))

  /// How long a drain may take before what is left is let go; saying goodbye then takes some seconds more. Together
  /// they are less than the 30 s after which service supervisors commonly kill.
  package static let drainLimit = Duration.seconds(20)

  private static let mailboxName = "requests"

  /// A worker that takes requests from these queues.
  ///
  /// Throws ``AMQP/AMQPError`` when the system has no thread or descriptor left for a connection.
  package init(
    configuration: Configuration, opener: any DatabaseOpener, queues: [WorkQueue],
    taxEngine: any TaxEngine = RateTableTaxEngine(),
    timeZones: any TimeZoneRules = SystemTimeZones(),
    documents: any AttachmentRendering = NoAttachments(), build: BuildInfo = .unknown,
    supervisor: Supervisor? = nil, log: Log
  ) throws(AMQPError) {
    self.supervisor = supervisor
    self.configuration = configuration
    self.build = build
    self.opener = opener
    self.log = log
    let access = CurrentBrokerAccess(configuration.broker)
    self.access = access
    let metrics = WorkerMetrics(classes: queues)
    self.metrics = metrics
    let observer = ConnectionObserver(log: log, metrics: metrics)
    consumer = try ConsumeConnection(
      configuration: configuration.broker.configuration(name: "\(configuration.name) consume"),
      subscriptions: Self.subscriptions(queues, configuration),
      observer: { observer.note($0, on: "consume") })
    publisher = try PublishConnection(
      configuration: configuration.broker.configuration(name: "\(configuration.name) publish"),
      observer: { observer.note($0, on: "publish") })
    mailbox = consumer.deliveries(of: Self.mailboxName)
    let sent = SentMessages()
    self.sent = sent
    background = BackgroundSession(opener, log: log)
    mailSession = BackgroundSession(opener, name: "mail database", log: log)
    taxSession = BackgroundSession(opener, name: "tax database", log: log)
    let quotes = try Self.quotes(configuration, metrics: metrics, log: log)
    self.quotes = quotes
    let gate = ConsumptionGate(
      connection: consumer, lanes: max(1, configuration.lanes), pauses: metrics.pauses, log: log)
    self.gate = gate
    let pauses = WorkPauses(connection: consumer, metrics: metrics, log: log)
    self.pauses = pauses
    let deadLetters = DeadLetterBacklog()
    let (tracer, exporter) = try Self.traces(configuration, build, metrics, log)
    self.exporter = exporter
    relay = OutboxRelay(
      publisher: publisher, sent: sent, metrics: metrics, deadLetters: deadLetters, tracer: tracer,
      log: log)
    let settings = Self.laneSettings(configuration, documents)
    let surroundings = Lane.Surroundings(
      opener: opener, mailbox: mailbox, consumer: consumer, publisher: publisher, output: relay,
      sent: sent, deadLetters: deadLetters, taxEngine: quotes?.engine() ?? taxEngine,
      quotes: quotes, gate: gate, metrics: metrics, tracer: tracer, log: log)
    lanes = (1...max(1, configuration.lanes)).map {
      Lane(number: $0, settings: settings, surroundings: surroundings)
    }
    housekeeping = Housekeeping(retentionDays: configuration.retentionDays, log: log)
    let messages = BackgroundMessages(
      workerName: configuration.name, encoder: EventEncoder(source: configuration.eventSource),
      output: relay, sendsNotices: configuration.mail != nil)
    let poller = OutboxPoller(
      relay: relay, sent: sent, publisher: publisher, gate: gate, deadLetters: deadLetters,
      metrics: metrics, log: log)
    let clock = Self.clock(
      configuration, access, messages, timeZones: timeZones, metrics: metrics, log: log)
    sources = [poller, pauses] + [clock].compactMap { $0 }
    mail = Self.mail(configuration, documents, messages, metrics: metrics, log: log)
    taxes = Self.taxes(quotes, messages, metrics: metrics, log: log)
    parts = Self.parts(lanes: lanes, consumer: consumer, publisher: publisher)
    queueWatch = Self.queueWatch(configuration, access)
  }

  private static func mail(
    _ configuration: Configuration, _ documents: any AttachmentRendering,
    _ messages: BackgroundMessages, metrics: WorkerMetrics, log: Log
  ) -> MailRelay? {
    configuration.mail.map { access in
      MailRelay(
        access: access, documents: documents, messages: messages, metrics: metrics, log: log)
    }
  }

  private static func subscriptions(
    _ queues: [WorkQueue], _ configuration: Configuration
  ) -> [Subscription] {
    queues.flatMap {
      $0.subscriptions(
        prefetch: configuration.prefetch, lanes: max(1, configuration.lanes), mailbox: mailboxName,
        asksTaxEngine: configuration.tax != nil)
    }
  }

  private static func laneSettings(
    _ configuration: Configuration, _ documents: any AttachmentRendering
  ) -> Lane.Settings {
    Lane.Settings(
      batchSize: configuration.batchSize, workerName: configuration.name,
      eventSource: configuration.eventSource, intake: configuration.intake,
      email: configuration.mail.map {
        EmailFacilities(rendersPdf: documents.rendersPdf, dailyLimit: $0.dailyLimit)
      }, hasSecondThread: configuration.hasSecondThreads)
  }

  /// nil where this worker is kept out of it.
  private static func clock(
    _ configuration: Configuration, _ access: CurrentBrokerAccess, _ messages: BackgroundMessages,
    timeZones: any TimeZoneRules, metrics: WorkerMetrics, log: Log
  ) -> Clock? {
    guard configuration.clock == .on else { return nil }
    let encoder = messages.encoder
    let depth = QueueDepth { access.value.configuration(name: "\(configuration.name) clock") }
    return Clock(
      duties: [
        SchedulerDuty(messages: messages, timeZones: timeZones),
        RunDuty(
          messages: messages, dailyLimit: configuration.mail?.dailyLimit, metrics: metrics),
        IssuingDuty(
          messages: messages, waiting: { await depth.messages(in: WorkQueue.run.name) }, log: log),
        OverdueDuty(messages: messages), NightlyDuty.numbers(encoder: encoder),
      ], metrics: metrics, log: log)
  }

  /// What the worker has done so far.
  package var progress: WorkerMetrics.Progress { metrics.progress }

  /// Works until ``requestDrain()``; then finishes what it holds, within ``drainLimit``, and returns.
  ///
  /// - Throws: ``StoreError`` when the database has no schema, or one of another version. A database or a broker
  ///   that is away is waited for.
  package func run() async throws(StoreError) {
    guard let exporter else { return try await work() }
    let result = await exporter.run {
      do throws(StoreError) {
        return Result<Void, StoreError>.success(try await self.work())
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  private func work() async throws(StoreError) {
    async let _: Void = watch()
    try await awaitSchema()
    hasStarted.store(true, ordering: .relaxed)
    guard !drain.isRequested else { return }
    log.write(
      .workerStarted,
      ["lanes": .integer(Int64(lanes.count)), "batch": .integer(Int64(configuration.batchSize))])
    // Before the first request is taken.
    var paused: [WorkPause] = []
    await pauses.apply(over: background, &paused)
    await withTaskGroup { beside in
      beside.addTask { await self.consumer.run() }
      beside.addTask { await self.obeyControls() }
      beside.addTask { await self.publisher.run() }
      beside.addTask { await self.housekeeping.run(over: self.background) }
      beside.addTask { await self.beListed(over: self.background) }
      beside.addTask { await self.dropStaleSessions() }
      beside.addTask { await self.stopLateDrain() }
      async let publishing: Void = self.relay.run(over: self.background)
      async let mailing: Void = self.sendMail()
      async let telling: Void = self.tellTaxEngine()

      await withTaskGroup { processing in
        for lane in self.lanes {
          processing.addTask { await lane.run() }
        }
        // What these have in hand when the drain begins is waited for as a lane's batch is: messages that came after the relay's
        // end would stay leased to a worker that is gone, and reach nobody before the lease is over.
        for source in self.sources {
          processing.addTask { await self.runUntilDrain(source, over: self.background) }
        }
        processing.addTask { await self.beginDrain() }
      }
      // Every batch is committed: flush the acknowledgements, publish what waits, delete its rows.
      await self.consumer.close()
      await mailing
      await telling
      self.relay.finish()
      await publishing
      await self.deleteLast()
      await self.publisher.close()
      beside.cancelAll()
      for lane in self.lanes { await lane.closeSession() }
    }
    await background.close()
    await mailSession.close()
    await taxSession.close()
    let done = progress
    log.write(
      .workerStopped,
      [
        "requests": .integer(done.requests), "repeated": .integer(done.repeated),
        "invoices": .integer(done.invoices), "lines": .integer(done.lines),
        "retries": .integer(done.retries), "deadLettersDropped": .integer(done.deadLettersDropped),
        "chunks": .integer(done.chunks),
        "chunkMilliseconds": .integer(done.chunkMilliseconds),
        "selections": .integer(done.selections),
        "selectionMilliseconds": .integer(done.selectionMilliseconds),
        "events": .integer(done.eventsPublished),
      ])
  }

  /// Asks the worker to finish what it holds and end. May be called from a signal's handler thread.
  package func requestDrain() { drain.request() }

  // MARK: Start

  /// Waits for the database, and for nothing else: a missing schema does not come by waiting.
  private func awaitSchema() async throws(StoreError) {
    var backoff = Backoff(limits: Backoff.Limits(last: .seconds(10)))
    let warning = OncePerInterval()
    while !drain.isRequested {
      do throws(StoreError) {
        try Schema(StoreSession(opener, for: .processing)).check()
        return
      } catch {
        guard error.kind == .unavailable || error.kind == .contention else { throw error }
        log.write(
          error.kind == .contention ? .databaseLockAwaited : .databaseAwaited, once: warning,
          ["error": .text(error.description)])
      }
      do { try await Task.sleep(for: backoff.next()) } catch { return }
    }
  }

  /// Looks once a second whether a session that nobody uses keeps something open that is gone.
  private func dropStaleSessions() async {
    while !Task.isCancelled {
      for lane in lanes { await lane.dropStaleSession() }
      await background.dropIfStale()
      await mailSession.dropIfStale()
      await taxSession.dropIfStale()
      do { try await Task.sleep(for: .seconds(1)) } catch { return }
    }
  }

  /// Runs a source of messages until the worker shall end, and returns when it has finished what it was at: another worker may
  /// keep the clock at once, whatever this one has left to finish.
  func runUntilDrain(
    _ source: any BackgroundTask, over session: BackgroundSession
  ) async {
    await withTaskGroup { group in
      group.addTask { await source.run(over: session) }
      group.addTask { await self.drain.wait() }
      await group.next()
      group.cancelAll()
    }
  }

  /// Sends e-mails until the worker shall end; what has begun by then is finished, and does not keep back acknowledgements.
  private func sendMail() async {
    guard let mail else { return }
    await runUntilDrain(mail, over: mailSession)
  }

  // MARK: End

  /// No more deliveries. What a lane has taken is still processed; what nobody has taken goes back to its queue.
  private func beginDrain() async {
    await drain.wait()
    log.write(.draining, ["waiting": .integer(Int64(mailbox.count))])
    await consumer.stopConsuming()
  }

  /// After the limit, what is not committed is left: the broker delivers it again.
  private func stopLateDrain() async {
    await drain.wait()
    do { try await Task.sleep(for: Self.drainLimit) } catch { return }
    log.write(.drainLate)
    for lane in lanes { lane.stop() }
    mail?.abort()
    taxes?.abort()
    relay.finish()
    await consumer.close()
    await publisher.close()
  }

  private func deleteLast() async {
    do throws(StoreError) {
      try await sent.unpackGivenUp(over: background)
      try await sent.delete(over: background)
    } catch {
      log.write(
        .sentEventsKept,
        ["error": .text(error.description)])
    }
  }
}
