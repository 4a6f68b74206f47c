package import Billing
package import CivilTime

/// How a request ended; written in the transaction of its effects.
package struct RequestOutcome: Hashable, Sendable {
  package let key: RequestKey
  package let outcome: Outcome
  /// Stable over resends of the completion.
  package let completionEventId: String
  /// The completion as it is published, so that a repeated request is answered with the same bytes.
  package let completionBody: [UInt8]
  package let attempts: Int64
  package let completedAt: UTCInstant
  /// Failed by a fault of the program itself: such a request may be replayed.
  package let isInternalError: Bool
  /// A copy is among the dead letters.
  package let isParked: Bool

  package init(
    key: RequestKey, outcome: Outcome, completionEventId: String, completionBody: [UInt8],
    attempts: Int64, completedAt: UTCInstant, isInternalError: Bool = false, isParked: Bool = false
  ) {
    self.key = key
    self.outcome = outcome
    self.completionEventId = completionEventId
    self.completionBody = completionBody
    self.attempts = attempts
    self.completedAt = completedAt
    self.isInternalError = isInternalError
    self.isParked = isParked
  }
}
