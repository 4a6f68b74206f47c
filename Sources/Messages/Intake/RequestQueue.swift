/// The queues that requests come in through: one class of work each (<doc:BrokerObjects>).
package enum RequestQueue: String, Hashable, Sendable, CaseIterable {
  case generate = "invoice.generate"
  case ingest = "invoice.ingest"
  case manage = "invoice.manage"
  case records = "invoice.records"
  case run = "invoice.run"
  /// Requests whose routing key no queue is bound by. They may be of any type, so what any type may send
  /// is taken: a long request of an unknown type is told so, not that it is long.
  case unrouted = "invoice.unrouted"

  /// The longest body taken, in bytes (<doc:Requests#Limits>).
  package var bodyLimit: Int {
    switch self {
    case .records, .ingest, .unrouted: 4 << 20
    case .generate, .manage, .run: 256 << 10
    }
  }
}
