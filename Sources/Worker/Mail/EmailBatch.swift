import AMQP
import Storage
import Synchronization

/// E-mails that were leased together, each with the moment at which it may be sent, shared by the connections that send them.
final class EmailBatch: Sendable {
  private struct State {
    var next = 0
    var putBack: [LeasedEmail] = []
    var away: String?
    var isReached = false
    var failure: StoreError?
  }

  /// What the batch came to.
  struct End: Sendable {
    /// Not begun.
    let left: [LeasedEmail]
    /// Why the server is away; nil when it is not.
    let away: String?
    /// Whether the server answered for one at least.
    let isReached: Bool
    let failure: StoreError?
  }

  let emails: [LeasedEmail]
  private let leasedAt: MonotonicInstant
  private let first: MonotonicInstant
  private let interval: Duration
  private let state = Mutex(State())

  init(
    _ emails: [LeasedEmail], leasedAt: MonotonicInstant, first: MonotonicInstant,
    interval: Duration
  ) {
    self.emails = emails
    self.leasedAt = leasedAt
    self.first = first
    self.interval = interval
  }

  /// The next e-mail and its moment; nil when there is none, or nothing more is to be begun.
  func next() -> (LeasedEmail, MonotonicInstant)? {
    state.withLock { state in
      guard state.next < emails.count, state.away == nil, state.failure == nil else { return nil }
      defer { state.next += 1 }
      return (emails[state.next], first.advanced(by: interval * state.next))
    }
  }

  /// Whether the lease lasts long enough for another beginning.
  func isHeld(at now: MonotonicInstant) -> Bool {
    leasedAt.duration(to: now) < .microseconds(EmailLease.duration - EmailLease.leastLeft)
  }

  func putBack(_ email: LeasedEmail) { state.withLock { $0.putBack.append(email) } }

  func note(_ result: EmailSending.Result) {
    state.withLock { state in
      switch result {
      case .reached: state.isReached = true
      case .serverAway(let reason): state.away = state.away ?? reason
      case .notSent: break
      }
    }
  }

  func note(failure: StoreError) { state.withLock { $0.failure = $0.failure ?? failure } }

  var end: End {
    state.withLock { state in
      End(
        left: state.putBack + emails[state.next...], away: state.away, isReached: state.isReached,
        failure: state.failure)
    }
  }
}
