package import CivilTime

/// What happens to a ``TaxTransaction``.
package enum TaxTransition: Hashable, Sendable {
  /// A call of it is about to be made. To be durable before it is.
  case begun
  case commitAnswered(TaxCommitAnswer)
  case voidAnswered(TaxVoidAnswer)
  /// Its document was voided.
  case documentVoided(reason: String?)
  /// Somebody asked to try again what failed.
  case retried
}

extension TaxTransaction {
  /// As it is afterwards. Total: what does not fit its state, such as the answer to a call that somebody else has made meanwhile,
  /// leaves it as it is.
  package func applying(_ transition: TaxTransition, at now: UTCInstant) -> TaxTransaction {
    var next = self
    switch transition {
    case .begun:
      guard call != nil else { return self }
      next.isSent = true
      next.attempts += 1
    case .commitAnswered(let answer): next.take(answer, at: now)
    case .voidAnswered(let answer):
      guard case .void? = call else { return self }
      next.take(answer, at: now)
    case .documentVoided(let reason):
      next.voidDocument(because: reason, at: now)
    case .retried:
      guard let failure else { return self }
      next.isCommitAnswered = failure.from == .toVoid
      next.move(to: failure.from, at: now)
    }
    return next
  }

  private mutating func take(_ answer: TaxCommitAnswer, at now: UTCInstant) {
    guard call == .commit else { return }
    let isVoiding = state == .toVoid
    switch answer {
    case .committed(let id):
      transactionId = id
      committedTax = nil
      answered(movingTo: .committed, at: now)
    case .variance(let id, let tax):
      transactionId = id
      committedTax = tax
      answered(movingTo: .failed, at: now)
      if !isVoiding { failure = Failure(from: .toCommit, code: .taxCommitVariance) }
      reason = "it booked the tax \(tax), and the document has \(total)"
    case .refused(let message):
      answered(movingTo: .failed, at: now)
      if !isVoiding { failure = Failure(from: .toCommit, code: .taxCommitRefused) }
      reason = message
    case .invalid(let why), .away(let why): postpone(because: why, at: now)
    }
  }

  /// The commit is answered. What is to be voided goes on to that, whatever the answer was: it takes back what there is.
  private mutating func answered(movingTo other: State, at now: UTCInstant) {
    isCommitAnswered = true
    move(to: state == .toVoid ? .toVoid : other, at: now)
  }

  private mutating func take(_ answer: TaxVoidAnswer, at now: UTCInstant) {
    switch answer {
    case .voided(let id):
      transactionId = id ?? transactionId
      move(to: .voided, at: now)
    case .credited(let id):
      transactionId = id
      move(to: .credited, at: now)
    case .refused(let message):
      move(to: .failed, at: now)
      failure = Failure(from: .toVoid, code: .taxVoidRefused)
      reason = message
    case .invalid(let why), .away(let why): postpone(because: why, at: now)
    }
  }

  private mutating func voidDocument(because reason: String?, at now: UTCInstant) {
    switch state {
    case .toCommit:
      voidReason = reason
      move(to: isSent ? .toVoid : .dropped, at: now)
    case .committed:
      voidReason = reason
      move(to: .toVoid, at: now)
    case .failed:
      // Voided once, it is not voided again; what failed then is taken up by a person.
      guard failure?.from == .toCommit else { return }
      voidReason = reason
      move(to: .toVoid, at: now)
    case .dropped, .toVoid, .voided, .credited: return
    }
  }

  /// Into a state anew: what is to be told next is due at once.
  private mutating func move(to other: State, at now: UTCInstant) {
    if state != other { stateSince = now }
    state = other
    attempts = 0
    failure = nil
    reason = nil
    nextAttemptAt = call == nil ? nil : now
  }

  private mutating func postpone(because why: String, at now: UTCInstant) {
    reason = why
    nextAttemptAt = now.adding(microseconds: TaxAttempts.delay(after: attempts) * 1_000_000)
  }
}

/// When a call that was not answered is made again: for ever.
enum TaxAttempts {
  /// In seconds, after the first, second and third attempt, and after every other.
  private static let delays: [Int64] = [10, 60, 10 * 60, 60 * 60]

  static func delay(after attempts: Int) -> Int64 {
    delays[max(0, min(attempts, delays.count) - 1)]
  }
}
