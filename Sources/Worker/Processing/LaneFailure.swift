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
    /// The database is away: wait, then run the same batch again.
    case wait
  }

  /// The step after a batch has failed `attempts` times, from 1. A surrendered batch is a request that is only
  /// being given its failed outcome; that must be stored, however long it takes.
  package static func step(
    after failure: StoreError, attempts: Int, batchSize: Int, isSurrendered: Bool
  ) -> Step {
    switch failure.kind {
    case .unavailable, .schemaMissing, .schemaTooNew:
      return .wait
    case .contention:
      return attempts < RetryPolicy.attemptsInPlace ? .again : .wait
    case .constraint, .fault:
      if batchSize > 1 { return .oneByOne }
      if isSurrendered { return .wait }
      return attempts < RetryPolicy.attemptsInPlace ? .again : .leave
    }
  }

  /// The `fault-code` of a request that failed so.
  package static func code(of failure: StoreError) -> String {
    switch failure.kind {
    case .unavailable: "STORE_UNAVAILABLE"
    case .contention: "STORE_CONTENTION"
    case .constraint: "STORE_CONSTRAINT"
    case .fault: "STORE_FAULT"
    case .schemaMissing, .schemaTooNew: "STORE_SCHEMA"
    }
  }
}
