import AMQP
import TestSupport
import Testing

@testable import Worker

/// Keeps posted invoices' events, and publishes them again, as a worker does when a confirm is lost.
struct EventWitness {
  private static let queue = "test.posted"
  private let commands: CommandConnection
  private let url: AMQPURL

  init(_ address: String) async throws {
    url = try AMQPURL(address)
    commands = try CommandConnection(
      configuration: ConnectionConfiguration(url: url, name: "test"))
    try await commands.connect()
    try await commands.declare(QueueDeclaration(name: Self.queue))
    try await commands.bind(
      queue: Self.queue, exchange: ExchangeName.events, routingKey: "invoice.posted.v1")
  }

  func take() async throws -> Delivery {
    try await eventually("an event") { try await commands.get(Self.queue) }
  }

  /// To one queue alone.
  func publish(_ event: Delivery, to queue: String) async throws {
    let publisher = try PublishConnection(
      configuration: ConnectionConfiguration(url: url, name: "test"))
    let running = Task { await publisher.run() }
    let message = try OutgoingMessage(
      exchange: "", routingKey: queue, properties: event.properties, body: event.body)
    #expect(await publisher.publish([message]) == [.confirmed])
    await publisher.close()
    await running.value
  }

  func close() async throws { try await commands.close() }
}
