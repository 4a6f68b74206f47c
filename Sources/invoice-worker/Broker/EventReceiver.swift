import AMQP
import Worker

/// A queue of the command's own that goes away with it: replies, or events as they come.
///
/// Commands wait for what comes here; a connection that is lost comes back by itself, without what was
/// sent meanwhile.
final class EventReceiver: Sendable {
  /// For `reply_to`.
  let queue: String
  private let connection: ConsumeConnection
  private let access: BrokerAccess
  private let events: AsyncStream<ConnectionEvent>

  private init(
    _ broker: OperatorBroker, bindings: [Subscription.Binding]
  ) throws(CommandFailure) {
    access = broker.access
    let queue = RandomIdentifier.make(prefix: ReplyQueues.commandPrefix)
    let (events, continuation) = AsyncStream.makeStream(of: ConnectionEvent.self)
    let subscription = Subscription(
      queue: queue, prefetch: 100, bodyLimit: BodyLimit(bytes: 16 << 20),
      requirement: .exclusiveQueue(bindings: bindings))
    do throws(AMQPError) {
      connection = try ConsumeConnection(
        configuration: broker.access.configuration(name: broker.name),
        subscriptions: [subscription], observer: { continuation.yield($0) })
    } catch {
      throw BrokerFailure.failure(error, at: broker.access)
    }
    self.queue = queue
    self.events = events
  }

  /// Receives for as long as the body runs; the queue exists when the body begins.
  static func with<Value: Sendable>(
    _ broker: OperatorBroker, bindings: [Subscription.Binding] = [],
    _ body: (EventReceiver) async throws(CommandFailure) -> Value
  ) async throws(CommandFailure) -> Value {
    let receiver = try EventReceiver(broker, bindings: bindings)
    let running = Task { await receiver.connection.run() }
    let result: Result<Value, CommandFailure>
    do throws(CommandFailure) {
      try await receiver.awaitQueue()
      result = .success(try await body(receiver))
    } catch {
      result = .failure(error)
    }
    await receiver.connection.close()
    await running.value
    return try result.get()
  }

  /// The first connection either comes to be or is a failure: a command does not wait for a broker.
  private func awaitQueue() async throws(CommandFailure) {
    for await event in events {
      switch event {
      case .consuming: return
      case .connectFailed(_, let error, _), .disconnected(let error, _):
        throw BrokerFailure.failure(error, at: access)
      case .subscriptionRefused(_, let reply, _):
        throw BrokerFailure.failure(.channelClosed(reply), at: access)
      default: continue
      }
    }
  }

  /// What has come, or what comes first; they count as received.
  ///
  /// - Parameter limit: how long to wait; nil: for as long as it takes.
  /// - Returns: nothing when nothing came within the limit.
  func next(within limit: Duration? = nil) async -> [Delivery] {
    let mailbox = connection.deliveries(of: queue)
    let deliveries = await withTaskGroup(of: [Delivery].self) { group in
      group.addTask { await mailbox.take(upTo: 100) }
      if let limit {
        group.addTask {
          // Cancelled when something came first.
          do { try await Task.sleep(for: limit) } catch { return [] }
          return []
        }
      }
      let first = await group.next() ?? []
      group.cancelAll()
      // Both may have ended at once: nothing that was taken may be lost.
      return await group.reduce(first) { $0 + $1 }
    }
    connection.acknowledge(deliveries.map(\.tag))
    return deliveries
  }
}
