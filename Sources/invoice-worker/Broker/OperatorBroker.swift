import AMQP
import Worker

/// The broker as a command meets it: reached at once, or said so.
struct OperatorBroker: Sendable {
  let access: BrokerAccess
  /// Shown by the broker's tools beside the connection.
  let name: String

  /// As whom it signs in.
  var user: String { access.url.user }

  init(_ configuration: Configuration, command: String) {
    access = configuration.broker
    name = "\(configuration.name) \(command)"
  }

  /// Runs commands over a connection of their own, which is closed afterwards.
  func withCommands<Value: Sendable>(
    bodyLimit: BodyLimit = BodyLimit(bytes: 0),
    _ body: (CommandConnection) async throws(CommandFailure) -> Value
  ) async throws(CommandFailure) -> Value {
    let connection: CommandConnection
    do throws(AMQPError) {
      connection = try await connect(bodyLimit: bodyLimit)
    } catch {
      throw BrokerFailure.failure(error, at: access)
    }
    let result: Result<Value, CommandFailure>
    do throws(CommandFailure) {
      result = .success(try await body(connection))
    } catch {
      result = .failure(error)
    }
    // A close that fails changes nothing: every command before it was answered.
    do throws(AMQPError) { try await connection.close() } catch {}
    return try result.get()
  }

  /// A connection of its own, for the caller to close.
  func connect(
    bodyLimit: BodyLimit = BodyLimit(bytes: 0)
  ) async throws(AMQPError) -> CommandConnection {
    let connection = try CommandConnection(
      configuration: access.configuration(name: name), bodyLimit: bodyLimit)
    try await connection.connect()
    return connection
  }

  /// One call, with what the broker said as a sentence.
  func attempt<Value: Sendable>(
    _ call: () async throws(AMQPError) -> Value
  ) async throws(CommandFailure) -> Value {
    do throws(AMQPError) {
      return try await call()
    } catch {
      throw BrokerFailure.failure(error, at: access)
    }
  }
}
