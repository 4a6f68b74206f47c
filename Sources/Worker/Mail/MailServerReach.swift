package import AMQP

/// Whether the mail server was there when something was last sent, and how long it is left alone when it was not: a value without
/// a clock.
package struct MailServerReach: Sendable {
  /// What there is to report.
  package enum Report: Hashable, Sendable {
    case away(reason: String)
    case back
  }

  private var backoff: Backoff
  package private(set) var isAway = false

  package init(
    backoff: Backoff = Backoff(limits: Backoff.Limits(first: .seconds(5), last: .seconds(120)))
  ) {
    self.backoff = backoff
  }

  /// - Returns: what is to be reported: that the server is away, once.
  package mutating func noteAway(_ reason: String) -> Report? {
    defer { isAway = true }
    return isAway ? nil : .away(reason: reason)
  }

  /// - Returns: what is to be reported: that the server is back, once.
  package mutating func noteReached() -> Report? {
    defer {
      isAway = false
      backoff.reset()
    }
    return isAway ? .back : nil
  }

  /// How long to wait before the next try at a server that is away.
  package mutating func wait() -> Duration { backoff.next() }
}
