package import AMQP

/// What is done about the broker's answer to one message: pure.
package enum PublishStep: Hashable, Sendable {
  /// The broker has it, or no queue wants it: sending it again would change nothing.
  case done(isUnrouted: Bool)
  /// There was no answer: the broker is away.
  case publishAgain
  /// The broker refused this one: later, by itself.
  case postpone

  /// The step after the broker's answer. An event that no queue is bound for is done with: the promise is to
  /// every queue bound when it is published. Anything else that comes back (a dead letter, when its queue has
  /// lost its binding) may be the only copy there is, and waits.
  package static func after(_ outcome: PublishOutcome, isEvent: Bool) -> PublishStep {
    switch outcome {
    case .confirmed: .done(isUnrouted: false)
    case .returned: isEvent ? .done(isUnrouted: true) : .postpone
    case .negativelyAcknowledged: .postpone
    case .failed(.refused), .failed(.tooLarge): .postpone
    case .failed(.notConnected), .failed(.blocked), .failed(.queueFull), .failed(.connectionLost),
      .failed(.timedOut), .failed(.closed):
      .publishAgain
    }
  }
}
