package import AMQP

/// Pauses consumption while something that every request needs is away, and resumes it when the last such
/// reason is gone.
///
/// An outage is no failure of a message: what has been delivered is kept and tried again, and nothing more
/// is taken, so that other workers may have it. Deliveries are not given back: the broker would count
/// each time as a failed delivery.
package actor ConsumptionGate {
  package enum Reason: Hashable, Sendable {
    /// A lane cannot reach the database.
    case database(lane: Int)
    /// The outbox cannot be looked at, for the same cause.
    case databaseOfOutbox
    /// The database answers a lane, and is not what requests need: rights, tables, damage.
    case environment(lane: Int)
    /// The outbox cannot be looked at, for the same cause.
    case environmentOfOutbox
    /// The database answers a lane, and other transactions hold locks that the lane's transaction needs. The other
    /// lanes go on with other records, so consumption pauses when all of them wait so.
    case contention(lane: Int)
    /// The broker does not take events (`connection.blocked`).
    case publishingBlocked
    /// Too many events wait to be published.
    case outboxFull
    /// An operator has quieted this worker.
    case quiet
    /// The connections are being made anew.
    case renewal
  }

  private let connection: ConsumeConnection
  private let lanes: Int
  private let pauses: PauseTimes
  private let log: Log
  private var reasons: Set<Reason> = []
  private var isPaused = false

  /// For the consumption of a worker with this many lanes.
  package init(connection: ConsumeConnection, lanes: Int, pauses: PauseTimes, log: Log) {
    self.pauses = pauses
    self.connection = connection
    self.lanes = lanes
    self.log = log
  }

  /// Adds a reason to pause consumption. `error` is what went wrong, in words.
  ///
  /// The log says it once for each cause: every lane meets the same outage, again and again.
  package func hold(_ reason: Reason, because error: String? = nil) async {
    let isNews = !reasons.contains { $0.cause == reason.cause }
    guard reasons.insert(reason).inserted else { return }
    if isNews { report(reason, error) }
    await pauseOrResume()
  }

  /// Takes back a reason to pause.
  package func release(_ reason: Reason) async {
    guard reasons.remove(reason) != nil else { return }
    if !reasons.contains(where: { $0.cause == reason.cause }) { reportEnd(of: reason) }
    await pauseOrResume()
  }

  private func pauseOrResume() async {
    let contended = reasons.count { $0.cause == .contention }
    let isToPause = reasons.count > contended || contended >= lanes
    pauses.note(isToPause ? Set(reasons.compactMap(\.cause.told)) : [])
    guard isToPause != isPaused else { return }
    isPaused = isToPause
    if isToPause { await connection.pauseConsuming() } else { await connection.resumeConsuming() }
  }

  private func report(_ reason: Reason, _ error: String?) {
    switch reason.cause {
    case .database:
      log.write(
        .databaseAway,
        ["error": .text(error ?? "")])
    case .environment:
      log.write(
        .databaseUnfit,
        ["error": .text(error ?? "")])
    case .contention:
      log.write(
        .locksAwaited,
        ["error": .text(error ?? "")])
    case .publishing:
      log.write(.eventsNotTaken)
    case .backlog:
      log.write(.outboxFull)
    case .quiet:
      log.write(.quieted)
    case .renewal: log.write(.renewing)
    }
  }

  private func reportEnd(of reason: Reason) {
    switch reason.cause {
    case .database: log.write(.databaseBack)
    case .environment: log.write(.databaseFit)
    case .contention: log.write(.locksGone)
    case .publishing: log.write(.eventsTaken)
    case .backlog: log.write(.outboxDrained)
    case .quiet: log.write(.unquieted)
    case .renewal: log.write(.renewed)
    }
  }
}

extension ConsumptionGate.Reason {
  fileprivate enum Cause: Hashable {
    case database
    case environment
    case contention
    case publishing
    case backlog
    case quiet
    case renewal
  }

  /// What an operator would look at.
  fileprivate var cause: Cause {
    switch self {
    case .database, .databaseOfOutbox: .database
    case .environment, .environmentOfOutbox: .environment
    case .contention: .contention
    case .publishingBlocked: .publishing
    case .outboxFull: .backlog
    case .quiet: .quiet
    case .renewal: .renewal
    }
  }
}

extension ConsumptionGate.Reason.Cause {
  /// As it is told to whoever watches the worker.
  fileprivate var told: PauseReason? {
    switch self {
    case .database: .database
    case .environment: .environment
    case .contention: .contention
    case .publishing: .brokerBlocked
    case .backlog: .outbox
    case .quiet: .operator
    // The connection says by itself that it is made anew.
    case .renewal: nil
    }
  }
}
