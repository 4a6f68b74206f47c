import AMQP
import Billing
package import HTTPServer
import Storage
import Synchronization

/// What whoever watches the worker is told.
extension WorkerRuntime {
  /// Where health and metrics are answered; nil where they are not, or not yet.
  package var monitoringAddress: ListenAddress? {
    server.withLock { $0 }?.address
  }

  /// What the worker is doing now. Any thread; it waits for nothing.
  package var status: WorkerStatus {
    let now = MonotonicInstant.now
    let consuming = consumer.state
    let reasons = metrics.pauses.reasons
    var status = WorkerStatus(
      state: state(consuming, reasons), name: configuration.name, build: build,
      upSeconds: Self.seconds(from: begun, to: now),
      databaseKind: configuration.database.hasOneWriter ? "SQLite" : "PostgreSQL",
      schema: Schema.current, lanes: lanes.count)
    status.reasons = reasons
    status.connections = [
      connection("consume", consuming, at: now), connection("publish", publisher.state, at: now),
    ]
    status.isDatabaseAvailable = !metrics.isDatabaseAway.load(ordering: .relaxed)
    let commit = metrics.lastCommit.load(ordering: .relaxed)
    if commit > 0 {
      status.lastCommitSeconds = Self.seconds(
        from: MonotonicInstant(nanoseconds: commit), to: now)
    }
    status.busyLanes = max(0, metrics.busyLanes.load(ordering: .relaxed))
    status.waiting = mailbox.count
    status.unacknowledged = status.waiting + max(0, metrics.inHand.load(ordering: .relaxed))
    status.outbox = metrics.outbox.current
    status.queues = queueWatch?.queues ?? []
    status.certificateEnd = queueWatch?.certificateEnd
    status.relays["mail"] = metrics.mail.current
    status.relays["tax"] = metrics.tax.current
    status.taxEngine = quotes.map { quotes in
      WorkerStatus.TaxEngineStatus(
        isAway: quotes.isAway,
        ages: metrics.taxAges.current.map { ages in
          [TaxTransaction.State.toCommit, .toVoid, .failed].map {
            (state: $0.rawValue, seconds: ages[$0] ?? 0)
          }
        })
    }
    status.leadsClock = now.nanoseconds < metrics.leadsUntil.load(ordering: .relaxed)
    // Only its keeper sees runs end: what another has read before would stand still.
    status.runs = status.leadsClock ? metrics.runs.current : nil
    status.pausedClasses = metrics.pausedClasses.current ?? []
    status.stuck = parts.filter { !$0.checkpoint.isPassed(at: now) }.map(\.name)
    return status
  }

  private func state(
    _ consuming: ConnectionState, _ reasons: [PauseReason]
  ) -> WorkerStatus.Readiness {
    if drain.isRequested { return .draining }
    if !hasStarted.load(ordering: .relaxed) { return .starting }
    if !reasons.isEmpty { return .paused }
    return consuming.isReady ? .ready : .connecting
  }

  private func connection(
    _ name: String, _ state: ConnectionState, at now: MonotonicInstant
  ) -> WorkerStatus.Connection {
    let link = metrics.links[name]?.snapshot ?? BrokerLink.Snapshot()
    var connection = WorkerStatus.Connection(name: name)
    connection.isReady = state.isReady
    connection.isConnected = state.isConnected
    connection.host = link.host
    connection.connectedSeconds = link.connectedSince.map { Self.seconds(from: $0, to: now) }
    connection.blockedSeconds = state.blockedSince.map { Self.seconds(from: $0, to: now) }
    connection.reconnects = max(0, link.connects - 1)
    return connection
  }

  private static func seconds(from earlier: MonotonicInstant, to later: MonotonicInstant) -> Double
  {
    Double(later.nanoseconds - earlier.nanoseconds) / 1_000_000_000
  }

  static func queueWatch(
    _ configuration: Configuration, _ access: CurrentBrokerAccess
  ) -> QueueWatch? {
    guard configuration.http != nil else { return nil }
    return QueueWatch(
      { access.value.configuration(name: "\(configuration.name) watch") },
      names: Topology.standard.queues.map(\.name))
  }

  /// A part of the worker that must not stand still.
  struct Part: Sendable {
    let name: String
    let checkpoint: Checkpoint
    /// Shows that it works; does not return while it stands still.
    let pass: @Sendable () async -> Void
  }

  static func parts(
    lanes: [Lane], consumer: ConsumeConnection, publisher: PublishConnection
  ) -> [Part] {
    let consuming = Checkpoint()
    let publishing = Checkpoint()
    return lanes.map { lane in
      Part(
        name: "lane \(lane.number)", checkpoint: lane.checkpoint,
        pass: { await lane.passCheckpoint() })
    } + [
      Part(
        name: "consume connection", checkpoint: consuming,
        pass: {
          await consumer.checkpoint()
          consuming.pass()
        }),
      Part(
        name: "publish connection", checkpoint: publishing,
        pass: {
          await publisher.checkpoint()
          publishing.pass()
        }),
    ]
  }

  /// Between two looks at a part; several fit into the time that it may take.
  private static let checkInterval = Duration.seconds(5)

  /// Answers whoever watches the worker, until the task is cancelled; where nobody is to, it costs nothing.
  func watch() async {
    guard configuration.http != nil || supervisor != nil else { return }
    await withTaskGroup { group in
      if let address = configuration.http {
        let answers = MonitoringAnswers(metrics: metrics) { self.status }
        let monitoring = MonitoringServer(at: address, answers, log: log)
        server.withLock { $0 = monitoring }
        group.addTask { await monitoring.run() }
      }
      if let supervisor { group.addTask { await self.report(to: supervisor) } }
      if let queueWatch { group.addTask { await queueWatch.run() } }
      for part in parts {
        group.addTask {
          while !Task.isCancelled {
            await part.pass()
            do { try await Task.sleep(for: Self.checkInterval) } catch { return }
          }
        }
      }
    }
    // It refers to the worker, as the worker does to it.
    server.withLock { $0 = nil }
  }

  /// Has the worker on the list of workers until the task is cancelled.
  func beListed(over session: BackgroundSession) async {
    let writer = PresenceWriter(
      configuration: configuration, host: ProcessFacts.current().hostName, metrics: metrics,
      status: { self.status }, log: log)
    await writer.run(over: session)
  }

  /// Tells the supervisor what there is to tell, until the task is cancelled. A drain is told at once.
  private func report(to supervisor: Supervisor) async {
    var report = SupervisorReport(watchdogInterval: supervisor.watchdogInterval)
    await withTaskGroup { group in
      group.addTask {
        await self.drain.wait()
        if self.drain.isRequested {
          supervisor.say(SupervisorMessage(isStopping: true, status: self.status.sentence))
        }
      }
      while !Task.isCancelled {
        let message = report.message(
          for: status, requests: progress.requests + progress.repeated, at: .now)
        if !message.isEmpty { supervisor.say(message) }
        do { try await Task.sleep(for: report.turn) } catch { break }
      }
      group.cancelAll()
    }
  }
}
