import Foundation
import Synchronization
import TestSupport

@testable import AMQP

/// A configuration with short waits, so that a fault is noticed, and recovered from, within a test.
func configuration(
  _ url: String, heartbeat: Duration = .seconds(10), tls: TLSConfiguration = TLSConfiguration()
) throws -> ConnectionConfiguration {
  var configuration = ConnectionConfiguration(url: try AMQPURL(url), name: "test", tls: tls)
  configuration.heartbeat = heartbeat
  configuration.reconnect = Backoff.Limits(
    first: .milliseconds(50), last: .milliseconds(200))
  return configuration
}

/// Everything a connection told, in order.
final class Events: Sendable {
  private let events = Mutex<[ConnectionEvent]>([])

  var record: @Sendable (ConnectionEvent) -> Void {
    { event in self.events.withLock { $0.append(event) } }
  }

  var all: [ConnectionEvent] { events.withLock { $0 } }

  func contains(_ condition: (ConnectionEvent) -> Bool) -> Bool { all.contains(where: condition) }

  func count(_ condition: (ConnectionEvent) -> Bool) -> Int { all.count(where: condition) }
}

func message(
  _ text: String, to routingKey: String, exchange: String = "", id: String? = nil,
  isMandatory: Bool = true
) throws -> OutgoingMessage {
  try OutgoingMessage(
    exchange: exchange, routingKey: routingKey, isMandatory: isMandatory,
    properties: MessageProperties(contentType: "text/plain", messageId: id ?? text),
    body: Array(text.utf8))
}

/// A connection that runs while the closure does.
func withConsumer<Value: Sendable>(
  _ configuration: ConnectionConfiguration, _ subscriptions: [Subscription],
  events: Events = Events(), _ body: (ConsumeConnection) async throws -> Value
) async throws -> Value {
  let connection = try ConsumeConnection(
    configuration: configuration, subscriptions: subscriptions, observer: events.record)
  let run = Task { await connection.run() }
  do {
    let value = try await body(connection)
    await connection.close()
    await run.value
    return value
  } catch {
    await connection.close()
    throw error
  }
}

func withPublisher<Value: Sendable>(
  _ configuration: ConnectionConfiguration, events: Events = Events(),
  _ body: (PublishConnection) async throws -> Value
) async throws -> Value {
  let connection = try PublishConnection(configuration: configuration, observer: events.record)
  let run = Task { await connection.run() }
  do {
    let value = try await body(connection)
    await connection.close()
    await run.value
    return value
  } catch {
    await connection.close(within: .zero)
    throw error
  }
}

@discardableResult
func withCommands<Value: Sendable>(
  _ url: String, _ body: (CommandConnection) async throws -> Value
) async throws -> Value {
  var settings = try configuration(url)
  // A broker that is slow is waited for.
  settings.handshakeTimeout = .seconds(20)
  settings.replyTimeout = .seconds(60)
  let connection = try CommandConnection(configuration: settings)
  try await connection.connect()
  let value = try await body(connection)
  try await connection.close()
  return value
}

/// Takes until that many deliveries are there.
func take(_ count: Int, from mailbox: DeliveryMailbox) async throws -> [Delivery] {
  var deliveries: [Delivery] = []
  let clock = ContinuousClock.now + patience
  let watch = Task {
    try await Task.sleep(until: clock)
    mailbox.finish()
  }
  defer { watch.cancel() }
  while deliveries.count < count {
    let batch = await mailbox.take(upTo: count - deliveries.count)
    guard !batch.isEmpty else {
      throw ConditionNotMet("\(deliveries.count) of \(count) deliveries came")
    }
    deliveries += batch
  }
  return deliveries
}

extension Delivery {
  var text: String { String(decoding: body, as: UTF8.self) }
}

extension Subscription {
  init(_ queue: String, prefetch: UInt16 = 100, bodyLimit: Int = 1 << 20, mailbox: String? = nil) {
    self.init(
      queue: queue, prefetch: prefetch, bodyLimit: BodyLimit(bytes: bodyLimit), mailbox: mailbox)
  }
}

extension QueueDeclaration {
  /// What the worker's queues are.
  static func quorum(_ name: String, _ arguments: HeaderTable = [:]) -> QueueDeclaration {
    var arguments = arguments
    arguments["x-queue-type"] = "quorum"
    return QueueDeclaration(name: name, arguments: arguments)
  }
}
