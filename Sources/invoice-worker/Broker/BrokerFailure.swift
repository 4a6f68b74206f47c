import AMQP
import Worker

/// Turns what the broker or the client says into a sentence with what to do about it.
enum BrokerFailure {
  private static let tlsVariables: [ConfigurationVariable] = [
    .certificateAuthorities, .certificate, .privateKey,
  ]

  static func failure(_ error: AMQPError, at access: BrokerAccess) -> CommandFailure {
    switch error {
    case .connectionClosed(let reply), .channelClosed(let reply):
      refused(reply, at: access)
    case .invalidTLSFile:
      CommandFailure(
        status: .configuration,
        sentence:
          "\(error); check \(tlsVariables.map(\.rawValue).joined(separator: ", "))")
    case .certificate, .wrongHostName, .tooFewChannels:
      CommandFailure(
        status: .configuration,
        sentence:
          "the broker at \(access.url) cannot be used: \(error)"
          + (BrokerAdvice.advice(for: error).map { "; \($0)" } ?? ""))
    case .unreachable, .library, .unexpectedFrame, .outOfMemory, .system, .stalled, .notConnected:
      .unavailable(
        "the broker at \(access.url) cannot be reached (\(error)); check that it runs and that \(ConfigurationVariable.brokerAddress.rawValue) names it"
      )
    }
  }

  static func failure(_ failure: PublishFailure, at access: BrokerAccess) -> CommandFailure {
    switch failure {
    case .refused(let reply): refused(reply, at: access)
    case .tooLarge(let limit):
      .usage("the request's properties do not fit into the broker's frame of \(limit) bytes")
    case .blocked:
      .unavailable(
        "the broker at \(access.url) takes no messages, because it is short of memory or disk; try again later"
      )
    case .notConnected, .queueFull, .connectionLost, .timedOut, .closed:
      .unavailable(
        "the broker at \(access.url) did not confirm the request; send it again with the same --id")
    }
  }

  private static func refused(_ reply: BrokerReply, at access: BrokerAccess) -> CommandFailure {
    let said = "the broker at \(access.url) refused: \(reply)"
    let sentence = said + (BrokerAdvice.advice(for: reply).map { "; \($0)" } ?? "")
    return reply.code == BrokerReply.preconditionFailed ? .fault(sentence) : .unavailable(sentence)
  }
}
