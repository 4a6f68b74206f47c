/// An outbox message that a relay has leased.
package struct LeasedMessage: Hashable, Sendable {
  package let message: OutboxMessage
  /// How often it was postponed before.
  package let attempts: Int64

  package init(message: OutboxMessage, attempts: Int64) {
    self.message = message
    self.attempts = attempts
  }
}
