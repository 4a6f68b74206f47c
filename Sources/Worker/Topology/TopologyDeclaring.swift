package import AMQP

/// Declares a topology over a connection of commands.
package enum TopologyDeclaring {
  /// Declares exchanges, queues and bindings, in dependency order. What is there
  /// already with the same arguments stays as it is, so that applying twice is applying once. Obsolete bindings
  /// go last: at no moment is a message without the queue it belongs to.
  ///
  /// Policies are not declared: AMQP has no way to. They come with the definitions file.
  ///
  /// - Throws: what the broker said; 406 when an object exists with other arguments.
  package static func apply(
    _ topology: Topology, over connection: CommandConnection
  ) async throws(AMQPError) {
    for exchange in topology.exchanges {
      try await connection.declare(ExchangeDeclaration(exchange))
    }
    for queue in topology.queues {
      try await connection.declare(QueueDeclaration(queue))
    }
    for binding in topology.bindings {
      try await connection.bind(
        queue: binding.queue, exchange: binding.exchange, routingKey: binding.routingKey)
    }
    for binding in topology.obsoleteBindings {
      try await connection.unbind(
        queue: binding.queue, exchange: binding.exchange, routingKey: binding.routingKey)
    }
  }
}

extension ExchangeDeclaration {
  package init(_ exchange: Topology.Exchange) {
    self.init(
      name: exchange.name, kind: exchange.kind == .topic ? .topic : .fanout,
      arguments: HeaderTable(exchange.arguments))
  }
}

extension QueueDeclaration {
  package init(_ queue: Topology.Queue) {
    self.init(name: queue.name, arguments: HeaderTable(queue.arguments))
  }
}

extension HeaderTable {
  /// Sorted, so that the same arguments are the same bytes.
  fileprivate init(_ arguments: [String: TopologyArgument]) {
    self.init()
    for (name, value) in arguments.sorted(by: { $0.key < $1.key }) {
      switch value {
      case .text(let text): append(name, .string(text))
      case .integer(let number): append(name, .int64(number))
      }
    }
  }
}
