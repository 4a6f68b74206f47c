package import CivilTime

/// An e-mail that a transaction has queued, and what became of it (<doc:Emails>). What it says was rendered when it was queued
/// and never changes; what is attached is rendered when it is sent, from the stored invoice.
package struct EmailDelivery: Hashable, Sendable, Identifiable {
  /// Follows from the request and the invoice.
  package let id: RecordID<EmailDelivery>
  /// nil for a notice about a request or a run.
  package let invoiceId: Invoice.ID?
  /// At least one, at most 10.
  package let to: [String]
  /// At most 10.
  package let cc: [String]
  /// One line.
  package let subject: String
  package let textBody: String
  package let htmlBody: String?
  package let attachments: [EmailAttachment]
  package let fromName: String?
  package let replyTo: String?
  package let request: RequestKey
  package let queuedAt: UTCInstant
  package var status: Status = .queued
  /// Counted and committed before DATA; at most ``EmailAttempts/limit``.
  package var attempts = 0
  /// Before this nothing is tried.
  package var notBefore: UTCInstant
  /// What the server said last; nil before it said anything.
  package var diagnostic: String?

  package init(
    id: RecordID<EmailDelivery>, invoiceId: Invoice.ID?, to: [String], cc: [String] = [],
    subject: String, textBody: String, htmlBody: String? = nil,
    attachments: [EmailAttachment] = [], fromName: String? = nil, replyTo: String? = nil,
    request: RequestKey, queuedAt: UTCInstant
  ) {
    self.id = id
    self.invoiceId = invoiceId
    self.to = to
    self.cc = cc
    self.subject = subject
    self.textBody = textBody
    self.htmlBody = htmlBody
    self.attachments = attachments
    self.fromName = fromName
    self.replyTo = replyTo
    self.request = request
    self.queuedAt = queuedAt
    notBefore = queuedAt
  }

  package enum Status: String, Hashable, Sendable, CaseIterable {
    case queued = "Queued"
    case sent = "Sent"
    case failed = "Failed"
    case bounced = "Bounced"
  }

  /// Bytes of its bodies.
  package var bytes: Int { textBody.utf8.count + (htmlBody?.utf8.count ?? 0) }

  /// The daily limit counts e-mails to customers; a notice to the person who asked stands outside of it.
  package var isNotice: Bool { invoiceId == nil }
}

extension EmailDelivery {
  /// All that it goes to, in lower case: how addresses are compared.
  package var addresses: Set<String> { Set((to + cc).map { $0.lowercased() }) }

  /// As it is after an attempt, or after what was found before one.
  package func applying(_ transition: EmailTransition) -> EmailDelivery {
    var email = self
    switch transition {
    case .sent(let refused):
      email.status = .sent
      email.diagnostic =
        refused.isEmpty
        ? nil : refused.map { "\($0.address): \($0.diagnostic)" }.joined(separator: "; ")
    case .later(let instant, let diagnostic):
      email.notBefore = instant
      email.diagnostic = diagnostic
    case .failed(_, let diagnostic, _):
      email.status = .failed
      email.diagnostic = diagnostic
    }
    return email
  }
}
