package import AMQP

/// What is done with a request that the program itself failed on (<doc:BadInput>): in place three times, then once
/// through each retry queue, about seven hours in all, then an outcome of its own. An outage is no such failure and never counts.
package enum RetryPolicy {
  /// How often a request is run before it leaves for a retry queue.
  package static let attemptsInPlace = 3

  /// Between two tries at a database or a broker that does not do what it should.
  package static let backoff = Backoff.Limits(first: .milliseconds(100), last: .seconds(5))

  package enum Step: Hashable, Sendable {
    case retry(queue: RetryQueue)
    /// Every retry queue has been passed: commit Failed `INTERNAL_ERROR` with a dead letter.
    case giveUp
  }

  /// The step after the request failed in place, given how many retry queues it came through before.
  package static func next(afterRetries retries: Int) -> Step {
    guard retries >= 0, retries < RetryQueue.allCases.count else { return .giveUp }
    return .retry(queue: RetryQueue.allCases[retries])
  }
}
