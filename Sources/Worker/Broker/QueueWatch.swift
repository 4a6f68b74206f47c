package import AMQP

/// Asks the broker now and then how much waits in the queues and who consumes them, over a connection of its own. It asks passively,
/// which needs no permission and no plugin.
package final class QueueWatch: Sendable {
  private let configuration: @Sendable () -> ConnectionConfiguration
  private let names: [String]
  private let found = Reading<[WorkerStatus.Queue]>(validity: .seconds(45))
  private let certificate = Reading<Int64?>(validity: .seconds(45))

  private static let interval = Duration.seconds(15)

  /// Asks by the configuration of the moment.
  package init(_ configuration: @escaping @Sendable () -> ConnectionConfiguration, names: [String])
  {
    self.configuration = configuration
    self.names = names
  }

  /// What was found last; nothing when the broker has not answered lately. A queue that there is not has no entry.
  package var queues: [WorkerStatus.Queue] { found.current ?? [] }

  /// When the first certificate of the broker's chain expires, in seconds since 1970; nil without TLS, and when the broker has not
  /// answered lately.
  package var certificateEnd: Int64? { certificate.current ?? nil }

  /// Asks until the task is cancelled. A broker that is away is asked again at the next turn, and told of elsewhere.
  package func run() async {
    var connection: CommandConnection?
    while !Task.isCancelled {
      do throws(AMQPError) {
        if connection == nil {
          let opened = try CommandConnection(configuration: configuration())
          try await opened.connect()
          connection = opened
        }
        if let connection {
          found.note(try await ask(connection))
          certificate.note(try await connection.identity().certificateEnd)
        }
      } catch {
        connection = nil
      }
      do { try await Task.sleep(for: Self.interval) } catch { break }
    }
    // The process ends, or its monitoring: the broker forgets the connection with or without a goodbye.
    try? await connection?.close()
  }

  private func ask(
    _ connection: CommandConnection
  ) async throws(AMQPError) -> [WorkerStatus.Queue] {
    var queues: [WorkerStatus.Queue] = []
    for name in names {
      do throws(AMQPError) {
        let count = try await connection.declare(QueueDeclaration(name: name, isPassive: true))
        queues.append(
          WorkerStatus.Queue(
            name: name, messages: Int(count.messageCount), consumers: Int(count.consumerCount)))
      } catch {
        // The queue is not there: only the channel is closed by that.
        guard case .channelClosed = error else { throw error }
      }
    }
    return queues
  }
}
