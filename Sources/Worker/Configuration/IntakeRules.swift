/// How far a sender's word counts, as the operator decides it: read once, a value after that.
package struct IntakeRules: Hashable, Sendable {
  /// What the source of a request is taken from.
  package enum Source: String, Hashable, Sendable, CaseIterable {
    /// What the message says. Senders trust each other with sources and identifiers.
    case sender
    /// The `user_id` that the broker has checked; a request without one is rejected.
    case user
  }

  package var source: Source
  package var replyQueues: ReplyQueues

  package init(source: Source = .sender, replyQueues: ReplyQueues = .standard) {
    self.source = source
    self.replyQueues = replyQueues
  }
}
