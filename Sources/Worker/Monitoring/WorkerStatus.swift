/// What a worker is doing at a moment, for whoever watches it: a value, made when somebody asks. It holds nothing that is secret.
package struct WorkerStatus: Sendable {
  package enum Readiness: String, Hashable, Sendable {
    /// The database's schema has not been found yet.
    case starting
    /// The broker does not deliver: it is away, or refuses.
    case connecting
    case ready
    case paused
    case draining
  }

  package struct Connection: Sendable {
    package var name: String
    package var isReady = false
    package var isConnected = false
    /// nil while it is not connected.
    package var host: String?
    package var connectedSeconds: Double?
    /// For how long the broker has not read from it; nil when it does.
    package var blockedSeconds: Double?
    package var reconnects: Int64 = 0

    package init(name: String) { self.name = name }
  }

  package struct TaxEngineStatus: Sendable {
    /// Whether its circuit is open.
    package var isAway: Bool
    /// For how long, in seconds, the oldest tax transaction has been in each state in which it does not end by itself; 0 where there
    /// is none. nil where they could not be counted lately.
    package var ages: [(state: String, seconds: Double)]?

    package init(isAway: Bool, ages: [(state: String, seconds: Double)]?) {
      self.isAway = isAway
      self.ages = ages
    }
  }

  package struct Queue: Hashable, Sendable {
    package let name: String
    package let messages: Int
    package let consumers: Int

    package init(name: String, messages: Int, consumers: Int) {
      self.name = name
      self.messages = messages
      self.consumers = consumers
    }
  }

  package var state: Readiness
  /// Why consumption is paused, when it is.
  package var reasons: [PauseReason] = []
  package var name: String
  package var build: BuildInfo
  package var upSeconds: Double
  package var connections: [Connection] = []
  /// "SQLite" or "PostgreSQL".
  package var databaseKind: String
  package var schema: Int64
  package var isDatabaseAvailable = true
  /// Since a request's transaction was committed last; nil before the first.
  package var lastCommitSeconds: Double?
  package var lanes: Int
  package var busyLanes = 0
  package var waiting = 0
  package var unacknowledged = 0
  /// nil where it could not be counted lately.
  package var outbox: OutboxBacklog?
  package var queues: [Queue] = []
  /// What waits for each relay, by its name; one that could not be counted lately is left out.
  package var relays: [String: RelayBacklog] = [:]
  /// nil where taxes are calculated here.
  package var taxEngine: TaxEngineStatus?
  package var leadsClock = false
  /// nil where this worker does not keep the clock, or could not count them lately.
  package var runs: RunBacklog?
  /// When the first certificate of the broker's chain expires, in seconds since 1970; nil without TLS, and where the broker has
  /// not been asked lately.
  package var certificateEnd: Int64?
  /// Classes of work that an operator has paused; the worker is ready for the others.
  package var pausedClasses: [String] = []
  /// The parts that stand still.
  package var stuck: [String] = []

  package init(
    state: Readiness, name: String, build: BuildInfo, upSeconds: Double, databaseKind: String,
    schema: Int64, lanes: Int
  ) {
    self.state = state
    self.name = name
    self.build = build
    self.upSeconds = upSeconds
    self.databaseKind = databaseKind
    self.schema = schema
    self.lanes = lanes
  }

  package var isReady: Bool { state == .ready }
  package var isAlive: Bool { stuck.isEmpty }

  /// One sentence: whether it takes requests, and why not.
  package var sentence: String { reason.map { "not ready: \($0)" } ?? "ready" }

  /// Why it takes no requests, a clause each; nil where nothing stands in the way.
  package var reason: String? {
    switch state {
    case .ready: nil
    case .starting: "starting; waiting for the database"
    case .connecting:
      connections.contains { $0.name == "consume" && $0.isConnected }
        ? "the broker does not deliver from every queue" : "the broker is not connected"
    case .paused: "paused; \(reasons.map(\.sentence).joined(separator: "; "))"
    case .draining: "draining"
    }
  }
}
