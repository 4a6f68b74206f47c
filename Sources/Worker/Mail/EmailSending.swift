import AMQP
import Billing
import CivilTime
import Mail
import Storage

/// The way of one leased e-mail: what forbids it, what is attached, the attempt counted, the server's answer, and what that makes of
/// it in the database.
struct EmailSending: Sendable {
  /// What an e-mail says of the server.
  enum Result: Hashable, Sendable {
    /// It answered.
    case reached
    case serverAway(reason: String)
    /// It was not asked.
    case notSent
  }

  private let access: MailAccess
  private let documents: any AttachmentRendering
  private let settling: EmailSettling
  private let log: Log
  private let limitWarning = OncePerInterval()
  private let attachmentWarning = OncePerInterval()
  private let remarkWarning = OncePerInterval()
  private let missingLettersSaid = SaidOnce()

  /// Bytes that may be attached together.
  private static let mostAttached = 10 << 20
  /// How long an e-mail waits whose attachments cannot be made here now, in microseconds.
  private static let renderingWait: Int64 = 60 * 1_000_000

  init(
    access: MailAccess, documents: any AttachmentRendering, settling: EmailSettling, log: Log
  ) {
    self.access = access
    self.documents = documents
    self.settling = settling
    self.log = log
  }

  /// Says that e-mails wait for the next day.
  func reportDailyLimit() {
    log.write(
      .emailLimitReached, once: limitWarning,
      ["limit": .integer(Int64(access.dailyLimit ?? 0))])
  }

  func send(
    _ leased: LeasedEmail, by connection: MailConnection, over session: BackgroundSession
  ) async throws(StoreError) -> Result {
    let email = leased.email
    if let transition = leased.refusal {
      try await settling.settle(email, over: session) { _ in transition }
      return .notSent
    }
    let attachments: [MailMessage.Attachment]
    do throws(Unattached) {
      attachments = try await render(email, over: session)
    } catch {
      switch error {
      case .store(let error): throw error
      case .fault(let fault): try await settle(email, fault, over: session)
      }
      return .notSent
    }
    let (message, unreachable) = MailMessage.of(email, from: access, attachments: attachments)
    guard let message else {
      try await settling.settle(email, over: session) { _ in
        .failed(nil, diagnostic: "No recipient has an e-mail address.", refused: unreachable)
      }
      return .notSent
    }
    guard let (counted, isCounted) = try await count(email, over: session) else {
      return .notSent
    }
    FaultPoint.beforeMail.reached()
    let result = await connection.send(message)
    FaultPoint.afterMail.reached()
    switch result {
    case .serverAway(let reason):
      try await settling.takeBackAttempt(of: counted, isCounted: isCounted, over: session)
      return .serverAway(reason: reason)
    case .aborted:
      try await settling.takeBackAttempt(of: counted, isCounted: isCounted, over: session)
      return .notSent
    case .accepted, .deferred, .rejected: break
    }
    guard let outcome = SendingOutcome(result, besides: unreachable) else { return .reached }
    try await settling.settle(counted, over: session) { counted.after(outcome, at: $0) }
    return .reached
  }

  // MARK: The attempt

  /// The e-mail with the attempt counted, and whether the day counts it with this one; nil where it is not to be sent now.
  private func count(
    _ email: EmailDelivery, over session: BackgroundSession
  ) async throws(StoreError) -> (EmailDelivery, isCounted: Bool)? {
    let limit = access.dailyLimit
    let admission = try await session.run { session throws(StoreError) in
      let now = try session.now()
      return try session.countAttempt(
        of: email, day: now.date, dailyLimit: limit,
        leaseUntil: now.adding(microseconds: EmailLease.duration))
    }
    switch admission {
    case .admitted(let attempt, let isCounted):
      var counted = email
      counted.attempts = attempt
      return (counted, isCounted)
    case .overDailyLimit:
      reportDailyLimit()
      return nil
    case .suppressed(let addresses):
      try await settling.settle(email, over: session) { _ in .suppressed(addresses) }
      return nil
    case .attemptsUsedUp:
      let diagnostic =
        email.diagnostic
        ?? "The server's answer is unknown: workers ended while they waited for it."
      try await settling.settle(email, over: session) { _ in
        .failed(nil, diagnostic: diagnostic, refused: [])
      }
      return nil
    case .noLongerQueued: return nil
    }
  }

  // MARK: Attachments

  private enum Unattached: Error {
    case store(StoreError)
    case fault(AttachmentFault)
  }

  private func render(
    _ email: EmailDelivery, over session: BackgroundSession
  ) async throws(Unattached) -> [MailMessage.Attachment] {
    guard let id = email.invoiceId, !email.attachments.isEmpty else { return [] }
    let hasPage = email.attachments.contains(.pdf)
    let source: DocumentSource?
    do throws(StoreError) {
      source = try await session.run { session throws(StoreError) in
        try Queries(session).documentSource(id.text, withLogo: hasPage)
      }
    } catch {
      throw .store(error)
    }
    guard let source else {
      throw .fault(.impossible(.invoiceNotFound, "There is no invoice \(id) any more."))
    }
    var made: [MailMessage.Attachment] = []
    var bytes = 0
    do throws(AttachmentFault) {
      for attachment in email.attachments {
        let document = try await documents.render(attachment, of: source)
        report(document, of: email)
        bytes += document.attachment.bytes.count
        made.append(document.attachment)
      }
    } catch {
      throw .fault(error)
    }
    guard bytes <= Self.mostAttached else {
      throw .fault(
        .impossible(
          .attachmentTooLarge,
          "The attachments have \(bytes) bytes together, and a message may carry \(Self.mostAttached)."
        ))
    }
    return made
  }

  /// What of it is not as it should be.
  private func report(_ document: RenderedAttachment, of email: EmailDelivery) {
    if let remark = document.remark {
      log.write(
        .attachmentIncomplete, once: remarkWarning,
        ["emailId": .text(email.id.text), "reason": .text(remark)])
    }
    if let letters = document.missingLetters, missingLettersSaid.isNew(letters) {
      log.write(
        .attachmentIncomplete, ["emailId": .text(email.id.text), "reason": .text(letters)])
    }
  }

  private func settle(
    _ email: EmailDelivery, _ fault: AttachmentFault, over session: BackgroundSession
  ) async throws(StoreError) {
    switch fault {
    case .impossible(let code, let diagnostic):
      try await settling.settle(email, over: session) { _ in
        .failed(code, diagnostic: diagnostic, refused: [])
      }
    case .unavailable(let reason):
      log.write(
        .attachmentNotMade, once: attachmentWarning,
        ["emailId": .text(email.id.text), "reason": .text(reason)])
      try await settling.settle(email, over: session) { now in
        .later(now.adding(microseconds: Self.renderingWait), diagnostic: reason)
      }
    case .unfinished(let reason):
      log.write(
        .attachmentNotFinished, once: attachmentWarning,
        ["emailId": .text(email.id.text), "reason": .text(reason)])
      try await settling.settle(email, countingAttempt: true, over: session) { now in
        email.afterUnfinishedAttachment(reason, at: now)
      }
    }
  }
}

extension LeasedEmail {
  /// What has happened since it was queued that forbids it; nil for nothing.
  fileprivate var refusal: EmailTransition? {
    if isVoided {
      return .failed(
        .invoiceNotPosted, diagnostic: "The invoice was voided before the e-mail was sent.",
        refused: [])
    }
    return suppressed.isEmpty ? nil : .suppressed(suppressed)
  }
}

extension EmailTransition {
  fileprivate static func suppressed(_ addresses: Set<String>) -> EmailTransition {
    .failed(
      .emailAddressSuppressed,
      diagnostic:
        "\(addresses.sorted().joined(separator: ", ")) gets no e-mail: one bounced, or its owner complained.",
      refused: [])
  }
}
