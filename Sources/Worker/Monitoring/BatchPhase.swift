/// The parts of a batch's transaction, as its time is counted.
package enum BatchPhase: String, Hashable, Sendable, CaseIterable {
  /// Looking up what is stored of the requests, or locking the row of a chunk of a run.
  case inbox
  case facts
  case plan
  case number
  case encode
  case write
  case commit

  /// How long a lane may take over it before it counts as standing still. Calls to the database have deadlines of their own, each;
  /// several of them make a phase.
  var patience: Duration {
    switch self {
    case .plan, .encode: Checkpoint.patience
    case .inbox, .facts, .number, .write, .commit: .seconds(900)
    }
  }
}
