/// One call of `publish` and what has become of its messages so far.
///
/// `@unchecked Sendable`: made by the caller, handed over once through the connection's inbox, and from
/// then on touched by the connection's thread only.
final class PublishBatch: @unchecked Sendable {
  let messages: [OutgoingMessage]
  let deadline: MonotonicInstant
  /// The first message that has not been sent.
  var nextIndex = 0
  private var outcomes: [PublishOutcome?]
  private var openCount: Int
  private let continuation: CheckedContinuation<[PublishOutcome], Never>

  init(
    messages: [OutgoingMessage], deadline: MonotonicInstant,
    continuation: CheckedContinuation<[PublishOutcome], Never>
  ) {
    self.messages = messages
    self.deadline = deadline
    self.continuation = continuation
    outcomes = Array(repeating: nil, count: messages.count)
    openCount = messages.count
  }

  /// Every message has its outcome, and the caller has been answered.
  var isDone: Bool { openCount == 0 }

  /// Notes what became of one message; only the first outcome counts. The last message's answers the caller.
  func complete(_ index: Int, _ outcome: PublishOutcome) {
    guard outcomes[index] == nil else { return }
    outcomes[index] = outcome
    openCount -= 1
    if openCount == 0 { continuation.resume(returning: outcomes.compactMap { $0 }) }
  }

  /// Answers for every message that has no outcome yet.
  func fail(unsent: PublishFailure, sent: PublishFailure) {
    for index in messages.indices {
      complete(index, .failed(index < nextIndex ? sent : unsent))
    }
    nextIndex = messages.count
  }
}
