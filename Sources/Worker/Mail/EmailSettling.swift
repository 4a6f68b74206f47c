import AMQP
import Billing
import CivilTime
import Mail
import Messages
import Metrics
import Storage

/// Writes what became of an e-mail, in one transaction with its event, its row of the invoice's timeline and its error log.
struct EmailSettling: Sendable {
  private let messages: BackgroundMessages
  private let untilNoted: UntilNoted
  private let metrics: WorkerMetrics
  private let log: Log
  private let warning = OncePerInterval()

  init(messages: BackgroundMessages, ending: EndingFlag, metrics: WorkerMetrics, log: Log) {
    self.metrics = metrics
    self.messages = messages
    untilNoted = UntilNoted(ending: ending)
    self.log = log
  }

  /// Notes `transition`, what becomes of the e-mail by the time of the transaction. The e-mail has its attempts as they are
  /// counted; with `countingAttempt` one more is counted that ended before a server heard of it. It is tried until it is noted, or this
  /// worker's end; noted late it is noted once, whoever has leased it meanwhile.
  func settle(
    _ email: EmailDelivery, countingAttempt: Bool = false, over session: BackgroundSession,
    _ transition: @escaping @Sendable (UTCInstant) -> EmailTransition
  ) async throws(StoreError) {
    let metrics = metrics
    try await patiently { () throws(StoreError) in
      let isNoted = try await messages.submit(over: session) {
        transaction, messages, now throws(StoreError) in
        let transition = transition(now)
        guard
          let settled = try transaction.settle(
            email, transition, countingAttempt: countingAttempt)
        else { return false }
        try Self.record(settled, transition, &messages, at: now, in: transaction)
        return true
      }
      if isNoted, case .sent = transition(.now()) { metrics.emails.add() }
    }
  }

  /// Takes back an attempt that no server heard of.
  func takeBackAttempt(
    of email: EmailDelivery, isCounted: Bool, over session: BackgroundSession
  ) async throws(StoreError) {
    try await patiently { () throws(StoreError) in
      try await session.run { session throws(StoreError) in
        try session.takeBackAttempt(of: email, isCounted: isCounted, now: session.now())
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

  private func patiently(
    _ body: () async throws(StoreError) -> Void
  ) async throws(StoreError) {
    try await untilNoted.run(
      reporting: { error in
        log.write(
          .emailNotNoted, once: warning,
          ["error": .text(error.description)])
      }, body)
  }
}

extension InvoiceEvent {
  fileprivate static func email(
    _ email: EmailDelivery, _ kind: Kind, of invoice: Invoice.ID, at now: UTCInstant
  ) -> InvoiceEvent {
    InvoiceEvent(
      invoiceId: invoice, at: now, kind: kind, request: email.request,
      detail: email.timelineDetail(to: email.to + email.cc))
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
