package import Billing
package import CivilTime

/// A request that is about to be processed.
package struct RequestClaim: Hashable, Sendable {
  package let key: RequestKey
  package let type: String
  /// Of the body's bytes (CloudEvents: of `data`'s); with the type it distinguishes the same request from
  /// another one under the same key.
  package let bodySHA256: [UInt8]
  package let receivedAt: UTCInstant

  package init(key: RequestKey, type: String, bodySHA256: [UInt8], receivedAt: UTCInstant) {
    self.key = key
    self.type = type
    self.bodySHA256 = bodySHA256
    self.receivedAt = receivedAt
  }
}
