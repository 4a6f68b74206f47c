import AMQP
import Messages
import Worker

/// Receives completions, or other events of one type, on a queue of its own.
struct CompletionCounter {
  let connection: ConsumeConnection
  private let mailbox: DeliveryMailbox

  init(_ configuration: ConnectionConfiguration, of type: EventType = .requestCompleted) throws {
    let queue = "benchmark.\(type.rawValue)"
    connection = try ConsumeConnection(
      configuration: configuration,
      subscriptions: [
        Subscription(
          queue: queue, prefetch: 2_000, bodyLimit: BodyLimit(bytes: 1 << 20),
          requirement: .exclusiveQueue(bindings: [
            Subscription.Binding(
              exchange: ExchangeName.events, routingKey: type.rawValue)
          ]))
      ])
    mailbox = connection.deliveries(of: queue)
  }

  /// Waits until the queue is bound, so that no completion is missed.
  func ready() async throws {
    while !connection.state.isReady { try await Task.sleep(for: .milliseconds(5)) }
  }

  struct Ended: Error, CustomStringConvertible {
    let description = "the broker's connection ended"
  }

  /// Waits for this many completions.
  ///
  /// - Returns: how many of them were successes.
  func wait(for count: Int) async throws -> Int {
    let success = Array(#""isSuccess":true,"invoices""#.utf8)
    var successes = 0
    try await receive(count) { if Self.contains($0, success) { successes += 1 } }
    return successes
  }

  /// Waits for this many completions.
  ///
  /// - Returns: the bodies, in the order in which they came.
  func take(_ count: Int) async throws -> [[UInt8]] {
    var bodies: [[UInt8]] = []
    bodies.reserveCapacity(count)
    try await receive(count) { bodies.append($0) }
    return bodies
  }

  private func receive(_ count: Int, _ use: ([UInt8]) -> Void) async throws {
    var seen = 0
    while seen < count {
      let deliveries = await mailbox.take(upTo: 1_000)
      if deliveries.isEmpty { throw Ended() }
      connection.acknowledge(deliveries.map(\.tag))
      for delivery in deliveries { use(delivery.body) }
      seen += deliveries.count
    }
  }

  private static func contains(_ body: [UInt8], _ part: [UInt8]) -> Bool {
    guard body.count >= part.count else { return false }
    return (0...(body.count - part.count)).contains {
      body[$0] == part[0] && body[$0..<($0 + part.count)].elementsEqual(part)
    }
  }
}
