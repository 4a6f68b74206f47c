package import Billing
package import CivilTime

/// What the copy of a request in the dead-letter queue says about why it is there: its fault headers
/// (<doc:BadInput>).
package struct DeadLetterReason: Hashable, Sendable {
  /// All header names and values together, in bytes. A header table that is too large for a frame
  /// would end the connection.
  package static let headerLimit = 16 << 10

  /// A dead letter holds this much of a body over its limit, in bytes.
  package static let keptBodyLength = 64 << 10

  /// Retry queues passed so far.
  package let attempt: Int
  package let code: ErrorCode
  package let message: String
  /// The queue it came in through.
  package let queue: WorkQueue
  /// How often it was run in all.
  package let attempts: Int
  package let firstFaultAt: UTCInstant
  package let lastFaultAt: UTCInstant
  /// The name of the worker that made it a dead letter.
  package let worker: String
  /// The whole body's length when only its beginning is kept; such a copy cannot be replayed.
  package let truncatedBodySize: Int?
  /// Whether digits of the body are masked; such a copy cannot be replayed either.
  package let isBodyMasked: Bool
  /// The event of the outcome that the request became a dead letter with: what a replay names, and replaces. nil for a
  /// message without a key, and for a copy that waits in a retry queue.
  package let completionEventId: String?

  package init(
    attempt: Int = 0,
    code: ErrorCode,
    message: String,
    queue: WorkQueue,
    attempts: Int = 1,
    firstFaultAt: UTCInstant,
    lastFaultAt: UTCInstant,
    worker: String,
    truncatedBodySize: Int? = nil,
    isBodyMasked: Bool = false,
    completionEventId: String? = nil
  ) {
    self.attempt = attempt
    self.code = code
    self.message = message
    self.queue = queue
    self.attempts = attempts
    self.firstFaultAt = firstFaultAt
    self.lastFaultAt = lastFaultAt
    self.worker = worker
    self.truncatedBodySize = truncatedBodySize
    self.isBodyMasked = isBodyMasked
    self.completionEventId = completionEventId
  }
}
