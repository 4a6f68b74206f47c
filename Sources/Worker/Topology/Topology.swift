/// The broker objects as values: the one place they are written in. The command that declares them and
/// the definitions file are both made from this.
package struct Topology: Hashable, Sendable {
  package let exchanges: [Exchange]
  package let queues: [Queue]
  package let bindings: [Binding]
  /// What earlier versions bound and this one does not: taken away when the topology is applied. A definitions
  /// file cannot say so.
  package let obsoleteBindings: [Binding]
  package let policies: [Policy]

  /// A durable exchange.
  package struct Exchange: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
      case topic
      case fanout
    }

    package let name: String
    package let kind: Kind
    package let arguments: [String: TopologyArgument]
  }

  /// A durable quorum queue; `arguments` says so too. What a queue is *for* stands in its arguments,
  /// which can never change.
  package struct Queue: Hashable, Sendable {
    package let name: String
    package let arguments: [String: TopologyArgument]
  }

  package struct Binding: Hashable, Sendable {
    package let exchange: String
    package let queue: String
    package let routingKey: String

    package init(exchange: String, queue: String, routingKey: String) {
      self.exchange = exchange
      self.queue = queue
      self.routingKey = routingKey
    }
  }

  /// What an operator tunes while the queue is in use: length limits, delivery limits, where leaders are placed.
  package struct Policy: Hashable, Sendable {
    package let name: String
    /// Regular expression over queue names.
    package let pattern: String
    package let settings: [String: TopologyArgument]

    package init(name: String, pattern: String, settings: [String: TopologyArgument]) {
      self.name = name
      self.pattern = pattern
      self.settings = settings
    }
  }
}
