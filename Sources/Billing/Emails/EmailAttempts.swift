package import CivilTime

/// What one attempt to send an e-mail came to, as its recipients' and DATA's replies say (<doc:Emails#Attempts>). A server that
/// does not get that far is away: that is no outcome of an e-mail, and no attempt is counted.
package enum SendingOutcome: Hashable, Sendable {
  /// Taken by the server, for all recipients but the refused ones.
  case accepted(refused: [RefusedRecipient])
  /// A reply of 4xx to DATA or to every recipient, or a connection that was lost after MAIL FROM was accepted.
  case deferred(diagnostic: String)
  /// A reply of 5xx to DATA or to every recipient.
  case rejected(diagnostic: String, refused: [RefusedRecipient])
}

package struct RefusedRecipient: Hashable, Sendable {
  package let address: String
  package let diagnostic: String

  package init(address: String, diagnostic: String) {
    self.address = address
    self.diagnostic = diagnostic
  }
}

/// When an e-mail is tried again.
package enum EmailAttempts {
  /// Attempts in all.
  package static let limit = 5
  /// After the first, second, third and fourth attempt.
  static let delays: [Int64] = [60, 5 * 60, 30 * 60, 2 * 60 * 60]
}

/// What an attempt makes of an e-mail.
package enum EmailTransition: Hashable, Sendable {
  case sent(refused: [RefusedRecipient])
  case later(UTCInstant, diagnostic: String)
  case failed(ErrorCode?, diagnostic: String, refused: [RefusedRecipient])
}

extension EmailDelivery {
  /// What becomes of it when what makes its attachments has not finished, for this reason: one more attempt than ``attempts`` counts.
  package func afterUnfinishedAttachment(_ reason: String, at now: UTCInstant) -> EmailTransition {
    var counted = self
    counted.attempts += 1
    switch counted.after(.deferred(diagnostic: reason), at: now) {
    case .failed:
      return .failed(
        .attachmentNotMade,
        diagnostic:
          "\(reason), at attempt \(counted.attempts). Send the invoice with the attachment Ubl alone, and make the PDF with "
          + "invoice-worker invoices pdf, which waits longer.",
        refused: [])
    case let later: return later
    }
  }

  /// - Parameters:
  ///   - outcome: of the attempt that ``attempts`` counts last.
  ///   - now: when it ended.
  /// - Returns: What becomes of the e-mail.
  package func after(_ outcome: SendingOutcome, at now: UTCInstant) -> EmailTransition {
    switch outcome {
    case .accepted(let refused): return .sent(refused: refused)
    case .rejected(let diagnostic, let refused):
      return .failed(nil, diagnostic: diagnostic, refused: refused)
    case .deferred(let diagnostic):
      guard attempts < EmailAttempts.limit else {
        return .failed(nil, diagnostic: diagnostic, refused: [])
      }
      let delay = EmailAttempts.delays[max(0, min(attempts, EmailAttempts.delays.count) - 1)]
      return .later(now.adding(microseconds: delay * 1_000_000), diagnostic: diagnostic)
    }
  }
}
