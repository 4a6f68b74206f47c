package import AMQP
import Synchronization
import TestSupport

/// Takes everything from one queue, acknowledges it and keeps it for the test to look at.
package final class MessageRecorder: Sendable {
  private let connection: ConsumeConnection
  private let mailbox: DeliveryMailbox
  private let recorded = Mutex<[RecordedMessage]>([])
  private let tasks = Mutex<[Task<Void, Never>]>([])

  package init(url: AMQPURL, queue: String) throws(AMQPError) {
    let configuration = ConnectionConfiguration(restless: url, name: "recorder of \(queue)")
    connection = try ConsumeConnection(
      configuration: configuration,
      subscriptions: [
        Subscription(queue: queue, prefetch: 500, bodyLimit: BodyLimit(bytes: 16 << 20))
      ])
    mailbox = connection.deliveries(of: queue)
  }

  /// Begins, and returns when the broker sends what comes.
  package func start() async throws {
    let connection = connection
    tasks.withLock {
      $0 = [Task { await connection.run() }, Task { await self.record() }]
    }
    try await eventually("the recorder consumes") { connection.state.isReady }
  }

  package func stop() async {
    await connection.close()
    for task in tasks.withLock({ $0 }) { await task.value }
  }

  package var messages: [RecordedMessage] { recorded.withLock { $0 } }

  /// Waits for a message.
  package func first(
    _ what: @autoclosure () -> String, within limit: Duration = patience,
    where isWanted: (RecordedMessage) -> Bool
  ) async throws -> RecordedMessage {
    try await eventually(what(), within: limit) { messages.first(where: isWanted) }
  }

  /// Waits until there are at least that many, and returns all there are by then.
  package func all(
    _ what: @autoclosure () -> String, atLeast count: Int, within limit: Duration = patience,
    where isWanted: (RecordedMessage) -> Bool
  ) async throws -> [RecordedMessage] {
    try await eventually("\(what()), \(count) times", within: limit) {
      let found = messages.filter(isWanted)
      return found.count >= count ? found : nil
    }
  }

  private func record() async {
    while true {
      let deliveries = await mailbox.take(upTo: 500)
      if deliveries.isEmpty { return }
      recorded.withLock { $0 += deliveries.map(RecordedMessage.init) }
      connection.acknowledge(deliveries.map(\.tag))
    }
  }
}

extension ConnectionConfiguration {
  /// For a test's own connections: one that is lost, or that does not come about, is soon tried again.
  package init(restless url: AMQPURL, name: String) {
    self.init(url: url, name: name)
    reconnect = Backoff.Limits(first: .milliseconds(50), last: .milliseconds(200))
  }
}
