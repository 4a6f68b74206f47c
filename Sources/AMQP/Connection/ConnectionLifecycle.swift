import Synchronization

/// What both long-lived connections do alike: connect, back off, notice the end, report to the observer.
/// Confined to the owning actor.
final class ConnectionLifecycle {
  private(set) var configuration: ConnectionConfiguration
  let observer: @Sendable (ConnectionEvent) -> Void
  let published: PublishedState
  private(set) var session: BrokerSession?
  /// When the next attempt to connect is due, while there is no session.
  private(set) var nextAttempt = MonotonicInstant(nanoseconds: 0)
  private(set) var blockedSince: MonotonicInstant?
  private let limits: [BodyLimit]
  private let watched = WatchedSocket()
  private var backoff: Backoff
  private var random = SystemRandomNumberGenerator()
  /// Hosts not tried yet in this round.
  private var hosts: [BrokerHost] = []

  init(
    configuration: ConnectionConfiguration, limits: [BodyLimit], published: PublishedState,
    observer: @escaping @Sendable (ConnectionEvent) -> Void
  ) {
    self.configuration = configuration
    self.limits = limits
    self.published = published
    self.observer = observer
    backoff = Backoff(limits: configuration.reconnect)
  }

  /// The loop is alive.
  func tick(_ now: MonotonicInstant) {
    watched.tick(now)
  }

  /// Puts this connection under the process-wide watch, for as long as it exists.
  func startWatch() throws(AMQPError) {
    try Watchdog.shared.watch(watched)
  }

  /// Tries the next host when an attempt is due. Blocks up to the timeouts of the configuration.
  ///
  /// - Returns: the new session.
  func connectIfDue(at now: MonotonicInstant) -> BrokerSession? {
    guard session == nil, now >= nextAttempt else { return nil }
    // A new order each round, so that not all workers try the same host first.
    if hosts.isEmpty { hosts = configuration.url.hosts.shuffled(using: &random) }
    let host = hosts.removeFirst()
    do throws(AMQPError) {
      let session = try BrokerSession.open(
        host: host, configuration: configuration, limits: limits,
        heartbeat: configuration.heartbeatSeconds, watched: watched)
      let silence = Duration.seconds(Int64(configuration.heartbeatSeconds) * 3)
      watched.publish(session.descriptor, limit: silence)
      self.session = session
      published.update { $0.isConnected = true }
      observer(.connected(host))
      return session
    } catch {
      let delay = scheduleAttempt()
      observer(.connectFailed(host, error, retryIn: delay))
      return nil
    }
  }

  /// Drops the session after an error.
  func lose(_ error: AMQPError) {
    guard session != nil else { return }
    let wasStalled = error == .stalled || watched.takeShutdown()
    dropSession()
    let delay = scheduleAttempt()
    if wasStalled { observer(.watchdogFired) }
    observer(.disconnected(wasStalled ? .stalled : error, retryIn: delay))
  }

  /// The connection does what it is for: the next failure starts with a short wait again.
  func becameReady() {
    backoff.reset()
    published.update { $0.isReady = true }
  }

  /// Reacts to what the broker says about the connection as a whole.
  ///
  /// - Throws: when the broker closes it.
  func handle(_ method: IncomingMethod) throws(AMQPError) {
    switch method {
    case .connectionClosed(let reply):
      try session?.confirmConnectionClose()
      throw .connectionClosed(reply)
    case .blocked(let reason):
      let now = MonotonicInstant.now
      blockedSince = now
      published.update { $0.blockedSince = now }
      observer(.blocked(reason: reason))
    case .unblocked:
      guard let since = blockedSince else { return }
      blockedSince = nil
      published.update { $0.blockedSince = nil }
      observer(.unblocked(after: since.duration(to: .now)))
    default:
      return
    }
  }

  /// Ends the session in order, if there is one, and connects at the next turn as this configuration says.
  func renew(_ configuration: ConnectionConfiguration) {
    self.configuration = configuration
    hosts = []
    backoff = Backoff(limits: configuration.reconnect)
    if session != nil { close() }
    nextAttempt = .now
  }

  /// Sends connection.close and drops the session. That the broker does not answer in time changes nothing
  /// for the caller, who is about to leave; it is reported to the observer.
  func close() {
    if let session {
      do throws(AMQPError) {
        try session.close()
      } catch {
        observer(.disconnected(error, retryIn: .zero))
      }
    }
    dropSession()
    observer(.closed)
  }

  /// The longest the loop may sleep: heartbeats are sent and checked only while it reads.
  func nextHeartbeat(after now: MonotonicInstant) -> MonotonicInstant {
    now.advanced(by: .milliseconds(Int64(configuration.heartbeatSeconds) * 1_000 / 3))
  }

  private func scheduleAttempt() -> Duration {
    let delay = backoff.next(using: &random)
    nextAttempt = MonotonicInstant.now.advanced(by: delay)
    return delay
  }

  private func dropSession() {
    session = nil
    blockedSince = nil
    published.update {
      $0.isConnected = false
      $0.isReady = false
      $0.blockedSince = nil
      $0.unconfirmedCount = 0
    }
  }
}
