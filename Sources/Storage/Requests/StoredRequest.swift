package import Billing
package import CivilTime

/// A request that was taken, with what became of it.
package struct StoredRequest: Hashable, Sendable {
  package let key: RequestKey
  package let type: String
  package let bodySHA256: [UInt8]
  package let receivedAt: UTCInstant
  package let outcome: RequestOutcome

  package init(
    key: RequestKey, type: String, bodySHA256: [UInt8], receivedAt: UTCInstant,
    outcome: RequestOutcome
  ) {
    self.key = key
    self.type = type
    self.bodySHA256 = bodySHA256
    self.receivedAt = receivedAt
    self.outcome = outcome
  }
}
