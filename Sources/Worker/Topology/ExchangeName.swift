/// The exchanges by name, retry exchanges apart (``RetryQueue``): <doc:BrokerObjects>.
package enum ExchangeName {
  /// Where requests are published, routing key = request type.
  package static let requests = "invoice.requests"
  /// Where every event is published, routing key = event type.
  package static let events = "invoice.events"
  /// Where dead letters are published.
  package static let dead = "invoice.dead"
  /// Where the broker sends requests of a type that no queue is bound for.
  package static let unrouted = "invoice.unrouted"
  /// The broker's own: the routing key is a queue's name.
  package static let `default` = ""
}
