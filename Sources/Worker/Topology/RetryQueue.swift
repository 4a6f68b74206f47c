/// The retry queues, shortest delay first (<doc:BrokerObjects>). Each is a fanout exchange and
/// a queue of one name; a message expires to the queue that its routing key names.
package enum RetryQueue: String, Hashable, Sendable, CaseIterable {
  case tenSeconds = "invoice.retry.10s"
  case oneMinute = "invoice.retry.1m"
  case tenMinutes = "invoice.retry.10m"
  case oneHour = "invoice.retry.1h"
  case sixHours = "invoice.retry.6h"

  /// How long a message stays, in milliseconds.
  package var timeToLive: Int64 {
    switch self {
    case .tenSeconds: 10_000
    case .oneMinute: 60_000
    case .tenMinutes: 600_000
    case .oneHour: 3_600_000
    case .sixHours: 21_600_000
    }
  }
}
