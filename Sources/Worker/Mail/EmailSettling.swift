import AMQP
import Billing
import CivilTime
import Messages
import Storage

/// Writes what became of an e-mail, in one transaction with its event, its row of the invoice's timeline and its error log.
struct EmailSettling: Sendable {
  let messages: ClockMessages

  /// How long what the server has answered is tried to be noted: with the sending before it, less than a lease.
  private static let patience = Duration.seconds(8)

  /// - Parameters:
  ///   - email: with its attempts as they are counted.
  ///   - transition: what becomes of it, by the time of the transaction.
  func settle(
    _ email: EmailDelivery, over session: BackgroundSession,
    _ transition: @escaping @Sendable (UTCInstant) -> EmailTransition
  ) async throws(StoreError) {
    try await patiently { () throws(StoreError) in
      _ = try await messages.submit(over: session) {
        transaction, messages, now throws(StoreError) in
        let transition = transition(now)
        guard let settled = try transaction.settle(email, transition) else { return false }
        try Self.record(settled, transition, &messages, at: now, in: transaction)
        return true
      }
    }
  }

  /// Takes back an attempt that no server heard of.
  func takeBackAttempt(
    of email: EmailDelivery, over session: BackgroundSession
  ) async throws(StoreError) {
    try await patiently { () throws(StoreError) in
      try await session.run { session throws(StoreError) in
        try session.takeBackAttempt(of: email, now: session.now())
      }
    }
  }

  private static func record(
    _ email: EmailDelivery, _ transition: EmailTransition, _ messages: inout BatchMessages,
    at now: UTCInstant, in transaction: borrowing StoreTransaction
  ) throws(StoreError) {
    switch transition {
    case .later: return
    case .sent(let refused):
      messages.announce(
        messages.encoder.email(
          .emailSent, email, refused: refused, requestIdentifier: email.request.identifier,
          trace: nil, time: now))
      guard let invoice = email.invoiceId else { return }
      var settled = SettledRecords()
      settled.changed[.invoiceEmail] = [RecordReference(.invoice, invoice)]
      try transaction.resolveErrorLogs(of: settled, at: now)
      try transaction.record([.email(email, .emailSent, of: invoice, at: now)])
    case .failed(let code, _, let refused):
      let account = try email.invoiceId.map { id throws(StoreError) in
        try transaction.account(of: id)
      }
      let logs = try transaction.record(
        [
          ErrorLogOccurrence(
            ErrorLogEntry(failed: email, code: code, account: account ?? nil).fitting,
            requestIdentifier: email.request.identifier)
        ], at: now)
      for log in logs {
        messages.announce(messages.encoder.errorLog(log, of: email.request, trace: nil))
      }
      messages.announce(
        messages.encoder.email(
          .emailFailed, email, refused: refused, requestIdentifier: email.request.identifier,
          trace: nil, time: now))
      guard let invoice = email.invoiceId else { return }
      try transaction.record([.email(email, .emailFailed, of: invoice, at: now)])
    }
  }

  /// Does it again while another transaction is in the way or the database is away: what a server has taken and nobody has noted is
  /// sent again.
  private func patiently(
    _ body: () async throws(StoreError) -> Void
  ) async throws(StoreError) {
    var backoff = Backoff(limits: Backoff.Limits(first: .milliseconds(100), last: .seconds(1)))
    let begun = MonotonicInstant.now
    while true {
      do throws(StoreError) {
        try await body()
        return
      } catch {
        guard error.kind == .contention || error.kind == .unavailable,
          begun.duration(to: .now) < Self.patience
        else { throw error }
      }
      let wait = backoff.next()
      // Also in a worker that ends: its task is cancelled, and the wait must not be.
      await Task { try? await Task.sleep(for: wait) }.value
    }
  }
}

extension InvoiceEvent {
  fileprivate static func email(
    _ email: EmailDelivery, _ kind: Kind, of invoice: Invoice.ID, at now: UTCInstant
  ) -> InvoiceEvent {
    let recipients = (email.to + email.cc).joined(separator: ", ")
    return InvoiceEvent(
      invoiceId: invoice, at: now, kind: kind, request: email.request,
      detail: email.diagnostic.map { "\(recipients): \($0)" } ?? recipients)
  }
}

extension ErrorLogEntry {
  fileprivate init(failed email: EmailDelivery, code: ErrorCode?, account: Account.ID?) {
    let about =
      email.invoiceId.map { RecordReference(.invoice, $0) }
      ?? RecordReference(type: .request, id: email.request.identifier)
    let primary = account.map { RecordReference(.account, $0) } ?? about
    self.init(
      category: .invoiceEmail, code: code ?? .emailNotSent,
      message:
        "E-mail \(email.id) to \((email.to + email.cc).joined(separator: ", ")) was not sent: \(email.diagnostic ?? "no reason is known")",
      primaryRecord: primary, relatedRecord: about == primary ? nil : about, accountId: account)
  }
}
