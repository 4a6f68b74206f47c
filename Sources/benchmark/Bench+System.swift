import AMQP

extension Bench {
  /// Runs the closure with an empty database of this name, empty queues, a sender and a counter of completions. The workers
  /// that it starts it ends.
  func withSystem<Result: Sendable>(
    on database: PrivateDatabase, named name: String,
    _ body: (_ address: String, Sender, CompletionCounter) async throws -> Result
  ) async throws -> Result {
    let address = try database.make(name, in: directory)
    try migrate(address)
    let result = try await withQueues { try await body(address, $0, $1) }
    try database.remove(name, in: directory)
    return result
  }

  /// Runs the closure with empty queues, a sender and a counter of completions.
  func withQueues<Result: Sendable>(
    _ body: (Sender, CompletionCounter) async throws -> Result
  ) async throws -> Result {
    try await layOutTopology()
    let publisher = try PublishConnection(configuration: configuration("sender"))
    let counter = try CompletionCounter(configuration("counter"))
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await publisher.run() }
      group.addTask { await counter.connection.run() }
      try await counter.ready()
      let result = try await body(Sender(connection: publisher), counter)
      await publisher.close()
      await counter.connection.close()
      group.cancelAll()
      return result
    }
  }
}
