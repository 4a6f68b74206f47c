import Billing
import CivilTime
import Messages

/// What was decided about a request, or about a chunk of a run, until it is stored.
///
/// A class, though it has one owner: it is gone through five times, and what it refers to is not counted again each
/// time.
class PlannedDecision {
  /// Of a chunk one that names it as if it were a request.
  let header: IdentifiedHeader
  /// Its documents get their numbers late (``DocumentNumbers``).
  var decision: Decision

  init(_ header: IdentifiedHeader, _ decision: Decision) {
    self.header = header
    self.decision = decision
  }

  /// What its completion says at `now`, the transaction's time, once numbers are known; nil of a chunk, which has none.
  func completion(at now: UTCInstant) -> Completion? { nil }
}
