/// How an Email run sends each of its invoices, to whom each account says; what is nil follows from account and legal entity.
package struct RunEmailTerms: Hashable, Sendable {
  package var emailTemplateId: EmailTemplate.ID?
  package var attachments: [EmailAttachment]?
  package var resend: Bool
  package var ignoresOptOut: Bool

  package init(
    emailTemplateId: EmailTemplate.ID? = nil, attachments: [EmailAttachment]? = nil,
    resend: Bool = false,
    ignoresOptOut: Bool = false
  ) {
    self.emailTemplateId = emailTemplateId
    self.attachments = attachments
    self.resend = resend
    self.ignoresOptOut = ignoresOptOut
  }
}
