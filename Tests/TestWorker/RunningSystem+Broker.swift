package import AMQP
import Messages
import TestSupport
import Worker

extension RunningSystem {
  /// Declares what ``Worker/Topology/standard`` holds, and the queue of the test's own that gets every event.
  func applyTopology() async throws {
    try await commands { commands in
      try await TopologyDeclaring.apply(Topology.standard, over: commands)
      // Durable, so that nothing is missed while the broker restarts.
      try await commands.declare(
        QueueDeclaration(name: "test.events", arguments: ["x-queue-type": "quorum"]))
      try await commands.bind(
        queue: "test.events", exchange: ExchangeName.events, routingKey: "#")
    }
  }

  /// A connection for commands as long as `body` runs.
  @discardableResult
  package func commands<Value: Sendable>(
    _ body: (CommandConnection) async throws -> Value
  ) async throws -> Value {
    let connection: CommandConnection = try await eventually("a connection for commands") {
      var configuration = ConnectionConfiguration(url: url, name: "test commands")
      // A broker that is slow is waited for.
      configuration.handshakeTimeout = .seconds(20)
      configuration.replyTimeout = .seconds(60)
      let connection = try CommandConnection(configuration: configuration)
      do {
        try await connection.connect()
        return connection
      } catch AMQPError.library, AMQPError.unreachable {
        return nil
      }
    }
    let value = try await body(connection)
    try await connection.close()
    return value
  }

  /// What a queue holds: messages that are ready, and who consumes.
  package func count(
    of queue: String
  ) async throws -> (messageCount: UInt32, consumerCount: UInt32) {
    try await commands { try await $0.declare(QueueDeclaration(name: queue, isPassive: true)) }
  }

  /// Waits for a message in a queue that nobody consumes, and takes it away.
  package func take(
    from queue: String, within limit: Duration = patience
  ) async throws -> RecordedMessage {
    try await commands { commands in
      let delivery: Delivery = try await eventually("a message in \(queue)", within: limit) {
        try await commands.get(queue)
      }
      try await commands.acknowledge(delivery.tag)
      return RecordedMessage(delivery)
    }
  }

  /// Takes a message and gives it back, so often, as consumers that die with it do.
  package func requeue(from queue: String, times: Int) async throws {
    try await commands { commands in
      for _ in 0..<times {
        let delivery: Delivery = try await eventually("a message in \(queue)") {
          try await commands.get(queue)
        }
        try await commands.negativelyAcknowledge(delivery.tag, requeue: true)
      }
    }
  }

  /// Keeps everything that comes to a queue from now on. What stays in a queue for only so long, as in a retry queue,
  /// is taken the moment it comes: no test has to be in time for it.
  package func recording<Value>(
    _ queue: String, _ body: (MessageRecorder) async throws -> Value
  ) async throws -> Value {
    let recorder = try MessageRecorder(url: url, queue: queue)
    try await recorder.start()
    let result: Result<Value, any Error>
    do { result = .success(try await body(recorder)) } catch { result = .failure(error) }
    await recorder.stop()
    return try result.get()
  }

  /// Waits until no work queue and no retry queue holds a message that waits; the broker does not count here what it
  /// has delivered.
  package func awaitEmptyQueues(within limit: Duration = patience) async throws {
    try await eventually("the queues are empty", within: limit) { try await queuesAreEmpty() }
  }

  /// Whether no message waits in a work queue or a retry queue now.
  func queuesAreEmpty() async throws -> Bool {
    let names = WorkQueue.allCases.map(\.name) + RetryQueue.allCases.map(\.rawValue)
    return try await commands { commands in
      for name in names {
        let count = try await commands.declare(QueueDeclaration(name: name, isPassive: true))
        if count.messageCount > 0 { return false }
      }
      return true
    }
  }
}
