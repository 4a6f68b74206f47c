import JSON
import Messages
import Worker

extension AsyncAPIDocument {
  /// One for each request type and each event type, for the ready-made queues, and for replies. A channel may not name an exchange and
  /// a queue, so that what a queue is bound by is an extension.
  var channels: JSONTree {
    var channels: [(name: String, value: JSONTree)] = []
    for definition in RequestDefinition.all {
      let subject = ContractSubject.request(definition)
      channels.append((subject.key, channel(subject, through: ExchangeName.requests)))
    }
    for form in EventForm.all {
      let subject = ContractSubject.event(form)
      channels.append((subject.key, channel(subject, through: ExchangeName.events)))
    }
    for name in Self.readyMade { channels.append(queueChannel(name)) }
    let completion = ContractSubject.event(EventForm(.requestCompleted))
    channels.append(
      (
        Self.replyChannel,
        [
          "address": .null,
          "description":
            "The queue that a request's reply_to names: direct reply-to, one that the broker has named, or one that the workers are told to write to.",
          "messages": messages([completion]),
        ]
      ))
    return .named(channels)
  }

  private static let readyMade = [
    QueueName.notifications, QueueName.changes, QueueName.errorLogs,
  ]

  private func channel(_ subject: ContractSubject, through exchangeName: String) -> JSONTree {
    let exchange = topology.exchanges.first { $0.name == exchangeName }
    let binding = JSONTree.members([
      "is": "routingKey",
      "exchange": [
        "name": .string(exchangeName), "type": .string(exchange?.kind.rawValue ?? "topic"),
        "durable": true, "autoDelete": false, "vhost": .string(virtualHost),
      ],
      "bindingVersion": "0.3.0",
      "x-arguments": exchange.flatMap { Self.arguments($0.arguments) },
    ])
    return .members([
      "address": .string(subject.name), "description": .string(subject.sentence),
      "messages": messages([subject]), "bindings": ["amqp": binding],
      "x-queues": .strings(
        topology.bindings.filter {
          $0.exchange == exchangeName && Self.matches(subject.name, $0.routingKey)
        }.map(\.queue)),
    ])
  }

  private func queueChannel(_ name: String) -> (name: String, value: JSONTree) {
    let queue = topology.queues.first { $0.name == name }
    let bindings = topology.bindings.filter { $0.queue == name }
    let events = EventForm.all.filter { form in
      bindings.contains { Self.matches(form.type.rawValue, $0.routingKey) }
    }
    let binding = JSONTree.members([
      "is": "queue",
      "queue": [
        "name": .string(name), "durable": true, "exclusive": false, "autoDelete": false,
        "vhost": .string(virtualHost),
      ],
      "bindingVersion": "0.3.0",
      "x-arguments": queue.flatMap { Self.arguments($0.arguments) },
      "x-bindings": .array(
        bindings.map { ["exchange": .string($0.exchange), "routingKey": .string($0.routingKey)] }),
    ])
    let key = name.split { $0 == "." || $0 == "-" }
      .map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    return (
      "Queue\(key)",
      [
        "address": .string(name),
        "description": "A ready-made queue; who must see every event declares one of their own.",
        "messages": messages(events.map { .event($0) }),
        "bindings": ["amqp": binding],
      ]
    )
  }

  private func messages(_ subjects: [ContractSubject]) -> JSONTree {
    .named(subjects.map { ($0.key, Self.reference("components/messages/\($0.key)")) })
  }

  /// Whether a routing key matches the pattern of a binding, as far as the topology uses them: a family at the end, or the whole.
  static func matches(_ key: String, _ pattern: String) -> Bool {
    guard pattern.hasSuffix("#") else { return key == pattern }
    return key.hasPrefix(pattern.dropLast())
  }

  private static func arguments(_ arguments: [String: TopologyArgument]) -> JSONTree? {
    guard !arguments.isEmpty else { return nil }
    return .named(
      arguments.sorted { $0.key < $1.key }.map { name, argument in
        switch argument {
        case .text(let text): (name, .string(text))
        case .integer(let number): (name, .integer(number))
        }
      })
  }

  /// Every object that `topology apply` declares.
  var topologyTree: JSONTree {
    [
      "exchanges": .array(
        topology.exchanges.map {
          .members([
            "name": .string($0.name), "type": .string($0.kind.rawValue),
            "arguments": Self.arguments($0.arguments),
          ])
        }),
      "queues": .array(
        topology.queues.map {
          .members([
            "name": .string($0.name), "arguments": Self.arguments($0.arguments),
          ])
        }),
      "bindings": .array(
        topology.bindings.map {
          [
            "exchange": .string($0.exchange), "queue": .string($0.queue),
            "routingKey": .string($0.routingKey),
          ]
        }),
    ]
  }
}
