/// The queues that requests come in through (<doc:BrokerObjects>), and all that is a queue's own: its name, the longest
/// body, the request types that are bound to it. What a worker makes of it (consumers, prefetch) is the worker's.
package enum WorkQueue: String, Hashable, Sendable, CaseIterable {
  case generate = "invoice.generate"
  case ingest = "invoice.ingest"
  case manage = "invoice.manage"
  case records = "invoice.records"
  case run = "invoice.run"
  /// Requests whose routing key no queue is bound by. They may be of any type, so what any type may send is accepted:
  /// a long request of an unknown type is answered that its type is unknown, not that it is too long.
  case unrouted = "invoice.unrouted"

  /// What all the queues' names begin with.
  private static let prefix = "invoice."

  /// The queue's name on the broker.
  package var name: String { rawValue }

  /// The name without what all of them begin with, as an operator gives it: "generate".
  package var shortName: String { String(rawValue.dropFirst(Self.prefix.count)) }

  /// The queue of that name on the broker.
  package init?(name: String) { self.init(rawValue: name) }

  /// The queue that an operator means by "generate".
  package init?(shortName: String) { self.init(rawValue: Self.prefix + shortName) }

  /// The longest body accepted, in bytes (<doc:Requests#Limits>).
  package var bodyLimit: Int {
    switch self {
    case .records, .ingest, .unrouted: 4 << 20
    case .generate, .manage, .run: 256 << 10
    }
  }

  /// The request types whose requests arrive here.
  package var requestTypes: [String] {
    RequestDefinition.all.filter { $0.queue == self }.map(\.type.rawValue)
  }

  /// What the queue is bound by to the exchange of requests, as topic patterns. Whole families where one queue has them
  /// all, so that a new version of the worker needs no new topology; a type that is not built yet is answered as unknown.
  package var bindingKeys: [String] {
    switch self {
    case .generate, .ingest, .records: requestTypes
    // `invoice.#` would take the other queues' requests too, so types of that family are named.
    case .manage: requestTypes.filter { $0.hasPrefix("invoice.") } + Self.managedFamilies
    // Workers publish the chunks of runs there through the default exchange: nothing that a sender publishes arrives.
    case .run: []
    case .unrouted: []
    }
  }

  private static let managedFamilies = [
    "billing.#", "billing-schedule.#", "payment.#", "credit-memo.#", "email.#", "tax.#",
    "invoice-run.#",
  ]
}
