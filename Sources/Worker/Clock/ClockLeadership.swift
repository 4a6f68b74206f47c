package import AMQP

/// Whether this process keeps the clock, of all workers on a database (<doc:Operations#The-clock>): a state machine over a
/// lease in the database, without a clock or a database of its own.
///
/// Leading saves work and carries no promise: whatever the leader does is guarded in the database, so that two leaders do
/// nothing twice.
package struct ClockLeadership: Sendable {
  /// Of the row that is leased.
  package static let leaseName = "clock"
  /// By the database's clock, in microseconds.
  package static let leaseDuration: Int64 = 15 * 1_000_000
  /// How long a lease is trusted, from before the statement was sent that took or prolonged it.
  package static let trust = Duration.seconds(10)
  /// Between two statements.
  package static let interval = Duration.seconds(5)

  /// What is to be asked of the database.
  package enum Question: Hashable, Sendable {
    case take
    case prolong(term: Int64)
  }

  /// Each process draws its own.
  package let holder: String
  /// Of the lease that this process has, as far as it knows.
  package private(set) var term: Int64?
  /// Until when it is the leader, as far as it knows.
  package private(set) var trustedUntil: MonotonicInstant?
  private var nextQuestion: MonotonicInstant?

  package init(holder: String) { self.holder = holder }

  /// Whether what is due may be done now.
  package func isLeading(at now: MonotonicInstant) -> Bool {
    guard term != nil, let trustedUntil else { return false }
    return now < trustedUntil
  }

  /// What is to be asked now; nil while it is not time yet.
  package func question(at now: MonotonicInstant) -> Question? {
    if let nextQuestion, now < nextQuestion { return nil }
    return term.map { .prolong(term: $0) } ?? .take
  }

  /// Notes that the lease was taken in a term, or not, by a statement that was sent no earlier than `sent`.
  package mutating func noteTaken(_ term: Int64?, sent: MonotonicInstant) {
    self.term = term
    trustedUntil = term == nil ? nil : sent.advanced(by: Self.trust)
    nextQuestion = sent.advanced(by: Self.interval)
  }

  /// Notes whether the lease was prolonged. One that is not this holder's any more in this term is lost.
  package mutating func noteProlonged(_ isOwn: Bool, sent: MonotonicInstant) {
    noteTaken(isOwn ? term : nil, sent: sent)
  }

  /// Forgets the lease; its term where there was one, to be given back.
  package mutating func giveBack() -> Int64? {
    defer {
      term = nil
      trustedUntil = nil
    }
    return term
  }
}
