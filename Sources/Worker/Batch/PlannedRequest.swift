import Billing
import Messages
import Storage

/// A request with its decision, until it is stored.
///
/// A class, though it has one owner: it is gone through five times, and what it refers to is not counted again each
/// time.
final class PlannedRequest {
  let received: ReceivedRequest
  let header: IdentifiedHeader
  /// Its documents get their numbers late (``DocumentNumbers``).
  var decision: Decision
  /// The outcome that this one takes the place of.
  let replaced: StoredRequest?

  init(
    _ received: ReceivedRequest, _ header: IdentifiedHeader, _ decision: Decision,
    replacing replaced: StoredRequest?
  ) {
    self.received = received
    self.header = header
    self.decision = decision
    self.replaced = replaced
  }

  /// How often the request was run, in all.
  var attempts: Int64 { received.attempts + (replaced?.outcome.attempts ?? 0) }
}
