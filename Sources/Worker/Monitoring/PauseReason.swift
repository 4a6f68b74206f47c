/// Why consumption is paused, as it is told.
package enum PauseReason: String, Hashable, Sendable, CaseIterable {
  case database
  case environment
  case brokerBlocked = "broker_blocked"
  case outbox
  case contention
  case `operator`

  /// One clause, without anything that is secret.
  package var sentence: String {
    switch self {
    case .database: "the database is not available"
    case .environment: "the database refuses what every request needs"
    case .brokerBlocked: "the broker takes no events"
    case .outbox: "too many events wait to be published"
    case .contention: "other transactions hold locks that requests need"
    case .operator: "an operator has quieted this worker"
    }
  }
}
