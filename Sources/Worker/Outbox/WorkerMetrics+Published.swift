import AMQP
import Messages
import Metrics
import Storage

/// What the relay counts once the broker has answered.
extension WorkerMetrics {
  /// Adds messages that the broker has confirmed.
  func addPublished(_ messages: some Sequence<BufferedMessage>) {
    let now = MonotonicInstant.now
    for buffered in messages {
      if let committedAt = buffered.committedAt {
        eventDelays.observe(Double(now.nanoseconds - committedAt.nanoseconds) / 1_000_000_000)
      }
      if let type = buffered.eventType { published.add(to: type) } else { otherPublished.add() }
    }
  }

  func addUnrouted(_ buffered: BufferedMessage) {
    if let type = buffered.eventType { unrouted.add(to: type) }
  }
}

extension BufferedMessage {
  /// nil for what is no event.
  fileprivate var eventType: EventType? {
    message.exchange == ExchangeName.events ? EventType(rawValue: message.routingKey) : nil
  }
}
