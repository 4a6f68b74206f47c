package import Storage

/// What a lane does about a transaction that failed: pure, so that every case can be read and tested.
package enum LaneFailure {
  package enum Step: Hashable, Sendable {
    /// Run the same batch again at once.
    case again
    /// Run its requests one by one, to find the one that fails.
    case oneByOne
    /// The one request has failed often enough in place.
    case leave
    /// Not even a failed outcome can be stored for it: the broker's dead letter exchange gets it.
    case deadLetter
    /// The database is away, or not what requests need: wait, then run the same batch again in another session.
    case awaitDatabase
    /// Others have what is needed locked, for long: wait, then run the same batch again.
    case awaitLocks
  }

  /// The step after a batch has failed so, given how often it failed in which way, this time included: an
  /// outage, or another transaction in the way, is no failure of its own and does not count as one. A
  /// batch that is given up is a request that is only being given its failed outcome.
  package static func step(
    after failure: StoreError, attempts: [StoreError.Kind: Int], batchSize: Int,
    isGivenUp: Bool
  ) -> Step {
    switch failure.kind {
    case .unavailable:
      // Often only this lane's old session is gone, after an outage that is over: a new one will show.
      return attempts[.unavailable, default: 1] == 1 ? .again : .awaitDatabase
    case .environment:
      // Likewise: what a session has prepared, or found when it was opened, may be out of date.
      return attempts[.environment, default: 1] == 1 ? .again : .awaitDatabase
    case .schemaMissing, .schemaTooNew:
      return .awaitDatabase
    case .contention:
      // A commit meets keys that others have stored since: each time again finds more of them seen, so that comes to an end.
      let keys = failure.phase == .commit ? min(batchSize, mostKeys) : 0
      if attempts[.contention, default: 1] < RetryPolicy.attemptsInPlace + keys { return .again }
      // One request's rows may be locked and the others' free, or the batch takes longer than the database
      // allows a statement. Where not even a transaction could begin, it is the same for each of them.
      return batchSize > 1 && failure.phase != .begin ? .oneByOne : .awaitLocks
    case .constraint, .fault:
      if batchSize > 1 { return .oneByOne }
      let faults = attempts[.constraint, default: 0] + attempts[.fault, default: 0]
      if faults < RetryPolicy.attemptsInPlace { return .again }
      return isGivenUp ? .deadLetter : .leave
    }
  }

  /// Keys that others may store one after the other before a batch is taken apart.
  private static let mostKeys = 8

  /// The `fault-code` of a request that failed so.
  package static func code(of failure: StoreError) -> String {
    switch failure.kind {
    case .unavailable: "STORE_UNAVAILABLE"
    case .environment: "STORE_ENVIRONMENT"
    case .contention: "STORE_CONTENTION"
    case .constraint: "STORE_CONSTRAINT"
    case .fault: "STORE_FAULT"
    case .schemaMissing, .schemaTooNew: "STORE_SCHEMA"
    }
  }
}
