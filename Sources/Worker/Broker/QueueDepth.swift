package import AMQP

/// How many messages of a queue wait for a consumer: asked over a connection of its own, which ends with the answer. For seldom
/// questions.
package struct QueueDepth: Sendable {
  private let configuration: ConnectionConfiguration

  package init(_ configuration: ConnectionConfiguration) { self.configuration = configuration }

  /// nil where the broker does not say.
  package func messages(in queue: String) async -> Int? {
    do throws(AMQPError) {
      let connection = try CommandConnection(configuration: configuration)
      try await connection.connect()
      // Asked passively, which needs no permission to configure.
      let count = try await connection.declare(QueueDeclaration(name: queue, isPassive: true))
      try await connection.close()
      return Int(count.messageCount)
    } catch {
      return nil
    }
  }
}
