/// Says that an e-mail came back: `email.report-bounce.v1` (<doc:Emails#Bounces>).
package struct ReportBounce: Request {
  package let emailId: EmailDelivery.ID
  /// The member of the request that names the e-mail.
  package let pointer: String
  /// nil: the only recipient.
  package let address: String?
  package let kind: EmailBounce.Kind
  package let diagnostic: String?

  package init(
    emailId: EmailDelivery.ID, pointer: String = "/emailId", address: String? = nil,
    kind: EmailBounce.Kind, diagnostic: String? = nil
  ) {
    self.emailId = emailId
    self.pointer = pointer
    self.address = address
    self.kind = kind
    self.diagnostic = diagnostic
  }
}
