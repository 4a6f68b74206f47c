package import AMQP
package import CivilTime
package import Storage

/// An outbox message in this process's memory, which no other process sends before the lease is over.
package struct BufferedMessage: Sendable {
  package let message: OutboxMessage
  /// How often it was postponed before.
  package let attempts: Int64
  /// By this process's clock; in the database the lease ends by the database's.
  package let leasedUntil: UTCInstant
  /// When this process committed it; nil for what it has leased from the database.
  package let committedAt: MonotonicInstant?

  /// The copy of a request for `invoice.dead`; everything else in the outbox is an event.
  package var isDeadLetter: Bool { message.eventId == nil }

  package init(
    message: OutboxMessage, attempts: Int64, leasedUntil: UTCInstant,
    committedAt: MonotonicInstant? = nil
  ) {
    self.committedAt = committedAt
    self.message = message
    self.attempts = attempts
    self.leasedUntil = leasedUntil
  }
}
