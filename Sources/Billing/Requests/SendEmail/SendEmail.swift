/// Queues an e-mail for each of posted invoices (<doc:Emails>). Nothing is sent by it: that is the mail relay's, once the
/// transaction is committed.
package struct SendEmail: Hashable, Sendable {
  /// Invoices that one request may name.
  package static let namedInvoices = 200

  /// In the request's order, each invoice once.
  package var invoiceIds: [Invoice.ID]
  /// nil: the account's, the legal entity's, the default one.
  package var emailTemplateId: RecordID<EmailTemplate>?
  /// nil: the account's, or the bill-to contact's; never empty.
  package var to: [String]?
  /// nil: the account's.
  package var cc: [String]?
  /// nil: the account's, the legal entity's, none.
  package var attachments: [EmailAttachment]?
  /// Whether the same addresses may get the invoice once more.
  package var resend: Bool
  package var ignoresOptOut: Bool

  package init(
    invoiceIds: [Invoice.ID], emailTemplateId: RecordID<EmailTemplate>? = nil, to: [String]? = nil,
    cc: [String]? = nil, attachments: [EmailAttachment]? = nil, resend: Bool = false,
    ignoresOptOut: Bool = false
  ) {
    self.invoiceIds = invoiceIds
    self.emailTemplateId = emailTemplateId
    self.to = to
    self.cc = cc
    self.attachments = attachments
    self.resend = resend
    self.ignoresOptOut = ignoresOptOut
  }
}
