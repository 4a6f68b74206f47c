package import AMQP

/// How many messages of a queue wait for a consumer: asked over a connection of its own, which ends with the answer. For seldom
/// questions.
package struct QueueDepth: Sendable {
  private let configuration: @Sendable () -> ConnectionConfiguration

  /// Asked by the configuration of the moment.
  package init(_ configuration: @escaping @Sendable () -> ConnectionConfiguration) {
    self.configuration = configuration
  }

  /// nil where the broker does not say.
  package func messages(in queue: String) async -> Int? {
    do throws(AMQPError) {
      let connection = try CommandConnection(configuration: configuration())
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
