/// How an account's invoices are sent by e-mail, where a request says nothing else (<doc:Emails#Recipients>).
package struct AccountEmail: Hashable, Sendable {
  /// Instead of the bill-to contact; empty: that one.
  package var to: [String]
  package var cc: [String]
  /// Whether it gets no e-mails about invoices.
  package var optOut: Bool
  package var emailTemplateId: EmailTemplate.ID?
  /// nil: the legal entity's; empty: none.
  package var attachments: [EmailAttachment]?

  /// Addresses of each of ``to`` and ``cc``, also of a request.
  package static let mostAddresses = 10

  package init(
    to: [String] = [], cc: [String] = [], optOut: Bool = false,
    emailTemplateId: EmailTemplate.ID? = nil, attachments: [EmailAttachment]? = nil
  ) {
    self.to = to
    self.cc = cc
    self.optOut = optOut
    self.emailTemplateId = emailTemplateId
    self.attachments = attachments
  }
}

/// How a legal entity sends invoices by e-mail, where neither the request nor the account says anything else.
package struct LegalEntityEmail: Hashable, Sendable {
  package var emailTemplateId: EmailTemplate.ID?
  /// nil or empty: none.
  package var attachments: [EmailAttachment]?
  /// The name before the sender's address; nil: the legal entity's own.
  package var fromName: String?
  /// Where answers go; nil: to the sender's address.
  package var replyTo: String?

  package init(
    emailTemplateId: EmailTemplate.ID? = nil, attachments: [EmailAttachment]? = nil,
    fromName: String? = nil, replyTo: String? = nil
  ) {
    self.emailTemplateId = emailTemplateId
    self.attachments = attachments
    self.fromName = fromName
    self.replyTo = replyTo
  }
}
