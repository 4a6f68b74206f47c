/// Queues an e-mail for each of posted invoices (<doc:Emails>). Nothing is sent by it: that is the mail relay's, once the
/// transaction is committed.
package struct SendEmail: Hashable, Sendable {
  /// Invoices that one request may name.
  package static let namedInvoices = 200

  package var scope: Scope
  /// nil: the account's, the legal entity's, the default one.
  package var emailTemplateId: RecordID<EmailTemplate>?
  /// nil: the account's, or the bill-to contact's; never empty. Of a run nil.
  package var to: [String]?
  /// nil: the account's. Of a run nil.
  package var cc: [String]?
  /// nil: the account's, the legal entity's, none.
  package var attachments: [EmailAttachment]?
  /// Whether the same addresses may get the invoice once more.
  package var resend: Bool
  package var ignoresOptOut: Bool

  package enum Scope: Hashable, Sendable {
    /// In the request's order, each once.
    case invoices([Invoice.ID])
    /// The invoices of a run that has ended: a run of its own goes over them.
    case run(InvoiceRun.ID)
  }

  package init(
    _ scope: Scope, emailTemplateId: RecordID<EmailTemplate>? = nil, to: [String]? = nil,
    cc: [String]? = nil, attachments: [EmailAttachment]? = nil, resend: Bool = false,
    ignoresOptOut: Bool = false
  ) {
    self.scope = scope
    self.emailTemplateId = emailTemplateId
    self.to = to
    self.cc = cc
    self.attachments = attachments
    self.resend = resend
    self.ignoresOptOut = ignoresOptOut
  }

  package init(
    invoiceIds: [Invoice.ID], emailTemplateId: RecordID<EmailTemplate>? = nil, to: [String]? = nil,
    cc: [String]? = nil, attachments: [EmailAttachment]? = nil, resend: Bool = false,
    ignoresOptOut: Bool = false
  ) {
    self.init(
      .invoices(invoiceIds), emailTemplateId: emailTemplateId, to: to, cc: cc,
      attachments: attachments, resend: resend, ignoresOptOut: ignoresOptOut)
  }

  /// What a run does with one of its invoices.
  init(_ id: Invoice.ID, by terms: RunEmailTerms) {
    self.init(
      .invoices([id]), emailTemplateId: terms.emailTemplateId, attachments: terms.attachments,
      resend: terms.resend, ignoresOptOut: terms.ignoresOptOut)
  }

  /// How a run does it with each of its invoices.
  var runTerms: RunEmailTerms {
    RunEmailTerms(
      emailTemplateId: emailTemplateId, attachments: attachments, resend: resend,
      ignoresOptOut: ignoresOptOut)
  }
}
