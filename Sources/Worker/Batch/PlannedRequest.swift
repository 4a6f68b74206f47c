import Billing
import CivilTime
import Messages
import Storage

/// A request with its decision.
final class PlannedRequest: PlannedDecision {
  let received: ReceivedRequest
  /// The outcome that this one takes the place of.
  let replaced: StoredRequest?
  /// Of the logs that its decision's entries became; known once they are recorded.
  var errorLogNumbers: [String] = []

  init(
    _ received: ReceivedRequest, _ header: IdentifiedHeader, _ decision: Decision,
    replacing replaced: StoredRequest?
  ) {
    self.received = received
    self.replaced = replaced
    super.init(header, decision)
  }

  /// How often the request was run, in all.
  var attempts: Int64 { received.attempts + (replaced?.outcome.attempts ?? 0) }

  override func completion(at now: UTCInstant) -> Completion? {
    Completion(
      header: header, decision: decision, errorLogNumbers: errorLogNumbers,
      attempts: Int(clamping: attempts), receivedAt: received.receivedAt, completedAt: now,
      replayOf: received.replayOf)
  }
}
