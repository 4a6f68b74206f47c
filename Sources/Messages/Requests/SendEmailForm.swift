import Billing

/// `invoice.send-email.v1`.
struct SendEmailForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> SendEmail? {
    let isOne = fields.exclusive(["invoiceIds", "invoiceRunId"])
    let ids = fields.optional(
      "invoiceIds", InvoiceIdentifiers.form(limit: SendEmail.namedInvoices),
      "The posted invoices, by their identifiers; the e-mail of each is queued or refused by itself."
    )
    let runId = fields.optional(
      "invoiceRunId", IdentifierForm<InvoiceRun>(),
      "The run whose invoices are meant; it must have ended.")
    let template = fields.optional(
      "emailTemplateId", IdentifierForm<EmailTemplate>(),
      "The template; without it the account's, the legal entity's, the default.")
    let to = fields.optional(
      "to", EmailFields.addresses(),
      "Where they go, with `invoiceIds`; without it where the account says, else to the bill-to contact."
    )
    let cc = fields.optional(
      "cc", EmailFields.addresses(mayBeEmpty: true),
      "Who gets copies; without it who the account says, unless `to` is given.")
    let attachments = fields.optional(
      "attachments", EmailFields.attachments,
      "What they carry (Ubl, Pdf); without it what the account or the legal entity says.")
    let resend = fields.optional(
      "resend", .flag,
      "Whether the same addresses may get an invoice once more (without it false).")
    let ignoresOptOut = fields.optional(
      "ignoreOptOut", .flag, "Whether an account that opted out gets it (without it false).")
    if runId != nil {
      let rule = "goes with invoiceIds; the invoices of a run go where each account says"
      if to != nil { fields.refuse("to", rule) }
      if cc != nil { fields.refuse("cc", rule) }
    }
    let scope = ids.map(SendEmail.Scope.invoices) ?? runId.map(SendEmail.Scope.run)
    guard isOne, let scope else { return nil }
    return SendEmail(
      scope, emailTemplateId: template, to: to, cc: cc, attachments: attachments,
      resend: resend ?? false, ignoresOptOut: ignoresOptOut ?? false)
  }
}

/// `email.report-bounce.v1`.
struct ReportBounceForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> ReportBounce? {
    let isOne = fields.exclusive(["emailId", "messageId"])
    let emailId = fields.optional(
      "emailId", IdentifierForm<EmailDelivery>(), "The e-mail, by its identifier.")
    let messageId = fields.optional(
      "messageId", .text(maximum: 998), "The e-mail, by its Message-ID, in brackets or without.")
    let address = fields.optional(
      "address", .email, "The recipient that it came back from; without it the only one.")
    let kind = fields.required(
      "kind", ChoiceForm<EmailBounce.Kind>(),
      "Hard and Complaint: the address gets nothing more; Soft: it may.")
    let diagnostic = fields.optional(
      "diagnostic", .text(maximum: 1_000), "What the mail server said.")
    guard isOne, let kind, let id = emailId ?? messageId.map(Self.emailId) else { return nil }
    return ReportBounce(
      emailId: id, pointer: emailId == nil ? "/messageId" : "/emailId", address: address,
      kind: kind, diagnostic: diagnostic)
  }

  /// What stands before the @ is the e-mail's identifier. A Message-ID of another program's names none; it is made an identifier all
  /// the same, because the answer and the error log name what was not found.
  private static func emailId(of messageId: String) -> EmailDelivery.ID {
    let local = messageId.drop { $0 == "<" || $0 == " " }.prefix { $0 != "@" && $0 != ">" }
    let text = String(
      local.unicodeScalars.prefix(PrintableASCII.recordIdentifierLength.upperBound)
        .map { PrintableASCII.contains($0) ? Character($0) : "?" })
    return EmailDelivery.ID(text.isEmpty ? "?" : text)
  }
}

/// `email.unsuppress.v1`.
struct UnsuppressForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> Unsuppress? {
    fields.required("address", .email, "The address, compared without case.").map {
      Unsuppress(address: $0)
    }
  }
}
