import Billing
import Messages

/// What a worker would answer a request for its form alone: by the worker's own decoder, and without its records.
enum RequestCheck {
  static func intake(of request: RequestToSend) -> Intake {
    RequestDecoder.decode(
      RequestMessage(
        body: request.body, queue: RequestDefinition(typeName: request.type)?.queue ?? .unrouted,
        contentType: "application/json", messageId: request.identifier, type: request.type,
        appId: request.source))
  }

  /// Why it would be refused; nil when its form is right.
  static func refusal(of request: RequestToSend) -> Refusal? {
    switch intake(of: request) {
    case .request: nil
    case .refused(_, let refusal): refusal
    case .unidentified(let message): Refusal(outcome: .rejected, faults: [message.fault])
    }
  }
}
