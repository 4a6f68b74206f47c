import AMQP
import CivilTime
import Messages
import Worker

/// Publishes requests, each with the broker's confirm.
final class RequestSender: Sendable {
  private let connection: PublishConnection
  private let access: BrokerAccess

  private init(_ broker: OperatorBroker) throws(CommandFailure) {
    access = broker.access
    do throws(AMQPError) {
      connection = try PublishConnection(
        configuration: broker.access.configuration(name: "\(broker.name) publish"))
    } catch {
      throw BrokerFailure.failure(error, at: broker.access)
    }
  }

  /// Is connected for as long as the body runs.
  ///
  /// - Throws: when the broker cannot be reached, or has no exchange for requests.
  static func with<Value: Sendable>(
    _ broker: OperatorBroker, _ body: (RequestSender) async throws(CommandFailure) -> Value
  ) async throws(CommandFailure) -> Value {
    // Asked first: the publishing connection would go on trying for as long as a message waits.
    try await broker.withCommands { commands throws(CommandFailure) in
      try await broker.attempt { () throws(AMQPError) in
        try await commands.declare(
          ExchangeDeclaration(name: ExchangeName.requests, kind: .topic, isPassive: true))
      }
    }
    let sender = try RequestSender(broker)
    let running = Task { await sender.connection.run() }
    let result: Result<Value, CommandFailure>
    do throws(CommandFailure) {
      result = .success(try await body(sender))
    } catch {
      result = .failure(error)
    }
    await sender.connection.close()
    await running.value
    return try result.get()
  }

  /// Whether a completion is the answer to a request: a reply queue is written to by others too, and only what
  /// was asked for is taken from it.
  func isAnswer(_ completion: CompletionView, to request: RequestToSend) -> Bool {
    // Workers that take the broker's word for who sent a request answer to the user, the others to the source given.
    let asked = [access.url.user, request.source]
    return completion.requestIdentifier == request.identifier
      && asked.contains(completion.requestSource ?? "")
  }

  /// - Throws: unless the broker has confirmed the request. Sending it again under the same identifier is
  ///   safe.
  func send(_ request: RequestToSend, replyTo queue: String? = nil) async throws(CommandFailure) {
    var properties = MessageProperties(
      contentType: "application/json", correlationId: request.correlationId, replyTo: queue,
      messageId: request.identifier,
      timestamp: UInt64(clamping: UTCInstant.now().secondsSince1970), type: request.type,
      appId: request.source)
    // The broker takes it only when it is true.
    properties.userId = access.url.user
    let message: OutgoingMessage
    do throws(OutgoingMessageError) {
      message = try OutgoingMessage(
        exchange: ExchangeName.requests, routingKey: request.type,
        properties: properties, body: request.body)
    } catch {
      throw .usage("the request cannot be sent: \(error)")
    }
    switch await connection.publish([message]).first {
    case .confirmed: return
    case .returned:
      throw .unavailable(
        "no queue takes \(request.type); declare the broker objects with invoice-worker topology apply"
      )
    case .negativelyAcknowledged:
      throw .unavailable("the queue for \(request.type) is full; try again later")
    case .failed(let failure): throw BrokerFailure.failure(failure, at: access)
    case nil: throw .internal("the request was neither confirmed nor refused")
    }
  }

  /// Sends a message that was received once, to the queue it came from.
  ///
  /// - Returns: nil when the broker has confirmed it; a clause that says why when it refuses this message, and
  ///   another one may fare better.
  /// - Throws: when there is nothing to be done with the others either, for now.
  func sendAgain(_ message: OutgoingMessage) async throws(CommandFailure) -> String? {
    switch await connection.publish([message]).first {
    case .confirmed: return nil
    case .failed(.refused(let reply)) where reply.code == BrokerReply.preconditionFailed:
      return "the broker refused it (\(reply)); it has to be sent again by its sender"
    case .failed(.tooLarge(let limit)):
      return
        "its properties do not fit into the broker's frame of \(limit) bytes; it has to be sent again by its sender"
    case .returned:
      throw .unavailable(
        "there is no queue \(message.routingKey); declare the broker objects with invoice-worker topology apply"
      )
    case .negativelyAcknowledged:
      throw .unavailable(
        "the queue \(message.routingKey) is full; the dead letter stays, try again later")
    case .failed(.refused(let reply)):
      throw BrokerFailure.failure(.refused(reply), at: access)
    case .failed, nil:
      throw .unavailable(
        "the broker at \(access.url) did not confirm a request; its dead letter stays, run the command again"
      )
    }
  }
}
