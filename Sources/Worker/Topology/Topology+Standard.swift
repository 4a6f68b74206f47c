extension Topology {
  /// The objects of `contract.md`, "Broker objects".
  package static let standard = Topology(
    exchanges: standardExchanges, queues: standardQueues, bindings: standardBindings,
    policies: standardPolicies)

  private static let standardExchanges: [Exchange] =
    [
      Exchange(
        name: ExchangeName.requests, kind: .topic,
        arguments: ["alternate-exchange": .text(ExchangeName.unrouted)]),
      Exchange(name: ExchangeName.unrouted, kind: .fanout, arguments: [:]),
      Exchange(name: ExchangeName.dead, kind: .topic, arguments: [:]),
      Exchange(name: ExchangeName.events, kind: .topic, arguments: [:]),
    ]
    + RetryQueue.allCases.map { Exchange(name: $0.rawValue, kind: .fanout, arguments: [:]) }

  private static let standardQueues: [Queue] =
    ClassOfWork.allCases.map { Queue(name: $0.queueName, arguments: workArguments) }
    + RetryQueue.allCases.map { Queue(name: $0.rawValue, arguments: retryArguments($0)) }
    + [
      Queue(name: QueueName.dead, arguments: parkingArguments),
      Queue(name: QueueName.notifications, arguments: quorum),
      Queue(name: QueueName.errorLogs, arguments: quorum),
    ]

  private static let standardBindings: [Binding] =
    ClassOfWork.allCases.flatMap { work in
      work.requestTypes.map {
        Binding(exchange: ExchangeName.requests, queue: work.queueName, routingKey: $0)
      }
    }
    + [
      Binding(
        exchange: ExchangeName.unrouted, queue: ClassOfWork.unrouted.queueName, routingKey: ""),
      Binding(exchange: ExchangeName.dead, queue: QueueName.dead, routingKey: "#"),
      Binding(exchange: ExchangeName.events, queue: QueueName.errorLogs, routingKey: "error-log.#"),
    ]
    + ["invoice-request.#", "invoice.#", "invoice-run.#"].map {
      Binding(exchange: ExchangeName.events, queue: QueueName.notifications, routingKey: $0)
    }
    + RetryQueue.allCases.map {
      Binding(exchange: $0.rawValue, queue: $0.rawValue, routingKey: "")
    }

  private static let standardPolicies: [Policy] = [
    Policy(
      name: "invoice-dead", pattern: #"^invoice\.dead$"#,
      settings: [
        "max-length-bytes": .integer(4 * 1_073_741_824), "overflow": .text("reject-publish"),
      ]),
    Policy(
      name: "invoice-notices", pattern: #"^invoice\.(notifications|error-logs)$"#,
      settings: ["max-length-bytes": .integer(1_073_741_824), "overflow": .text("drop-head")]),
  ]

  private static let quorum: [String: TopologyArgument] = ["x-queue-type": .text("quorum")]

  /// The delivery limit lies far above the worker's own, so that the broker never decides first.
  /// At-least-once dead lettering holds only together with `reject-publish`.
  private static let workArguments: [String: TopologyArgument] = [
    "x-queue-type": .text("quorum"),
    "x-dead-letter-exchange": .text(ExchangeName.dead),
    "x-dead-letter-strategy": .text("at-least-once"),
    "x-delivery-limit": .integer(100),
    "x-overflow": .text("reject-publish"),
  ]

  /// Every look at the parking lot returns what it saw and counts as a delivery; from RabbitMQ 4.0 on,
  /// a queue without a limit of its own drops a message after twenty. This one is out of reach.
  private static let parkingArguments: [String: TopologyArgument] = [
    "x-queue-type": .text("quorum"),
    "x-delivery-limit": .integer(1_000_000_000),
  ]

  /// No dead-letter routing key: a message keeps its own, the name of the queue it goes back to.
  private static func retryArguments(_ queue: RetryQueue) -> [String: TopologyArgument] {
    [
      "x-queue-type": .text("quorum"),
      "x-message-ttl": .integer(queue.timeToLive),
      "x-dead-letter-exchange": .text(ExchangeName.default),
      "x-dead-letter-strategy": .text("at-least-once"),
      "x-overflow": .text("reject-publish"),
    ]
  }
}
