import Messages

extension Topology {
  /// The objects of <doc:BrokerObjects>.
  package static let standard = Topology(
    exchanges: standardExchanges, queues: standardQueues, bindings: standardBindings,
    obsoleteBindings: obsoleteBindings, policies: standardPolicies)

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
    WorkQueue.allCases.map { Queue(name: $0.name, arguments: workArguments) }
    + RetryQueue.allCases.map { Queue(name: $0.rawValue, arguments: retryArguments($0)) }
    + [
      Queue(name: QueueName.dead, arguments: deadLetterArguments),
      Queue(name: QueueName.notifications, arguments: quorum),
      Queue(name: QueueName.changes, arguments: quorum),
      Queue(name: QueueName.errorLogs, arguments: quorum),
    ]

  private static let standardBindings: [Binding] =
    WorkQueue.allCases.flatMap { work in
      work.bindingKeys.map {
        Binding(exchange: ExchangeName.requests, queue: work.name, routingKey: $0)
      }
    }
    + [
      Binding(
        exchange: ExchangeName.unrouted, queue: WorkQueue.unrouted.name, routingKey: ""),
      Binding(exchange: ExchangeName.dead, queue: QueueName.dead, routingKey: "#"),
      Binding(exchange: ExchangeName.events, queue: QueueName.errorLogs, routingKey: "error-log.#"),
    ]
    + ["invoice-request.#", "invoice-run.#", "email.#"].map {
      Binding(exchange: ExchangeName.events, queue: QueueName.notifications, routingKey: $0)
    }
    + ["invoice.#", "payment.#", "credit-memo.#"].map {
      Binding(exchange: ExchangeName.events, queue: QueueName.changes, routingKey: $0)
    }
    + RetryQueue.allCases.map {
      Binding(exchange: $0.rawValue, queue: $0.rawValue, routingKey: "")
    }

  /// Bindings of earlier versions. The first would still fill the notifications with whole invoices; the next would bring requests
  /// to the queue of chunks, which takes none; the others are part of a family now, and go so that an upgraded broker is the
  /// same as a new one.
  private static let obsoleteBindings: [Binding] =
    [
      Binding(
        exchange: ExchangeName.events, queue: QueueName.notifications, routingKey: "invoice.#")
    ]
    + [
      "invoice-run.start.v1", "invoice-run.cancel.v1", "invoice-run.recover.v1",
      "invoice-run.chunk.v1",
    ].map {
      Binding(exchange: ExchangeName.requests, queue: WorkQueue.run.name, routingKey: $0)
    }
    + [
      "billing-schedule.recover.v1", "billing.suspend.v1", "billing.resume.v1", "payment.apply.v1",
    ].map {
      Binding(
        exchange: ExchangeName.requests, queue: WorkQueue.manage.name, routingKey: $0)
    }

  /// The broker takes one policy for a queue, so each holds all that its queues need. `queue-leader-locator`
  /// counts when a queue is declared: the nodes of a cluster then share the leaders evenly.
  ///
  /// From RabbitMQ 4.0 on, a quorum queue drops a message after twenty deliveries by default; a
  /// consumer of the ready-made queues may give a message back as often as it likes.
  private static let standardPolicies: [Policy] = [
    Policy(
      name: "invoice-dead", pattern: #"^invoice\.dead$"#,
      settings: [
        "max-length-bytes": .integer(4 * 1_073_741_824), "overflow": .text("reject-publish"),
        "queue-leader-locator": .text("balanced"),
      ]),
    Policy(
      name: "invoice-notices", pattern: #"^invoice\.(notifications|changes|error-logs)$"#,
      settings: [
        "max-length-bytes": .integer(1_073_741_824), "overflow": .text("drop-head"),
        "delivery-limit": .integer(1_000_000), "queue-leader-locator": .text("balanced"),
      ]),
    Policy(
      name: "invoice-work",
      pattern: #"^invoice\.(generate|ingest|manage|records|run|unrouted|retry\..+)$"#,
      settings: ["queue-leader-locator": .text("balanced")]),
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

  /// Every look at the dead letters returns what it saw and counts as a delivery; from RabbitMQ 4.0 on,
  /// a queue without a limit of its own drops a message after twenty. This one is out of reach.
  private static let deadLetterArguments: [String: TopologyArgument] = [
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
