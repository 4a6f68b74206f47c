/// The parts of a batch's transaction, as its time is counted.
package enum BatchPhase: String, Hashable, Sendable, CaseIterable {
  case claim
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
    case .claim, .facts, .number, .write, .commit: .seconds(900)
    }
  }
}
