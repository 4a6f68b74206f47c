/// The headers that a retried or parked message carries beside its own (`contract.md`, "Outcomes of bad
/// input"). None begins with `x-`: that space is the broker's.
package enum FaultHeader {
  /// How many retry queues the message went through.
  package static let attempt = "attempt"
  package static let code = "fault-code"
  package static let message = "fault-message"
  /// The queue that it came in through, and that a replay goes back to.
  package static let queue = "fault-queue"
  package static let attempts = "fault-attempts"
  package static let firstAt = "fault-first-at"
  package static let lastAt = "fault-last-at"
  package static let worker = "fault-worker"
  /// The announced length of a body that was over its limit.
  package static let bodySize = "fault-body-size"
  /// `true` when the parked copy holds only the beginning: it cannot be replayed.
  package static let bodyTruncated = "fault-body-truncated"

  /// The broker's own count of deliveries on a quorum queue.
  package static let deliveryCount = "x-delivery-count"

  /// Bytes of all fault headers together, at most: a header frame must fit into the connection's frame
  /// size, or the publish ends the connection.
  package static let bytesLimit = 16 * 1_024
}
