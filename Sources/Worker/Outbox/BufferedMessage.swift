package import CivilTime
package import Storage

/// An outbox message in this process's memory, which no other process sends before the lease is over.
package struct BufferedMessage: Sendable {
  package let message: OutboxMessage
  /// How often it was postponed before.
  package let attempts: Int64
  /// By this process's clock; in the database the lease ends by the database's.
  package let leasedUntil: UTCInstant

  /// The copy of a request for `invoice.dead`; everything else in the outbox is an event.
  package var isDeadLetter: Bool { message.eventId == nil }

  package init(message: OutboxMessage, attempts: Int64, leasedUntil: UTCInstant) {
    self.message = message
    self.attempts = attempts
    self.leasedUntil = leasedUntil
  }
}
