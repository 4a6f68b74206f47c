import Billing

/// Lists about e-mails, wherever they are given.
enum EmailFields {
  /// Each once, compared without case.
  static func addresses(mayBeEmpty: Bool = false) -> DistinctListForm<FormatForm, String> {
    DistinctListForm(
      list: ListForm(
        element: FormatForm(format: .emailAddress), limit: AccountEmail.mostAddresses,
        things: "addresses", mayBeEmpty: mayBeEmpty),
      keyName: "", key: { $0.lowercased() }, thing: { _ in "address" })
  }

  /// May be empty: nothing is attached then, whatever else says so.
  static var attachments: DistinctListForm<ChoiceForm<EmailAttachment>, EmailAttachment> {
    DistinctListForm(
      list: ListForm(
        element: ChoiceForm<EmailAttachment>(), limit: EmailAttachment.allCases.count,
        things: "attachments", mayBeEmpty: true),
      keyName: "", key: { $0 }, thing: { _ in "attachment" })
  }
}

/// `email` of an Account.
struct AccountEmailForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> AccountEmail? {
    let to = fields.optional(
      "to", EmailFields.addresses(mayBeEmpty: true),
      "Where its invoices go; without it the bill-to contact.")
    let cc = fields.optional(
      "cc", EmailFields.addresses(mayBeEmpty: true), "Who gets copies of them.")
    let optOut = fields.optional(
      "optOut", .flag, "Whether it gets no e-mails about invoices (without it false).")
    let template = fields.optional(
      "emailTemplateId", IdentifierForm<EmailTemplate>(),
      "The template of its e-mails; without it the legal entity's, else the default.")
    let attachments = fields.optional(
      "attachments", EmailFields.attachments,
      "What they carry (Ubl, Pdf); without it what the legal entity says.")
    return AccountEmail(
      to: to ?? [], cc: cc ?? [], optOut: optOut ?? false, emailTemplateId: template,
      attachments: attachments)
  }
}

/// `email` of a LegalEntity.
struct LegalEntityEmailForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> LegalEntityEmail? {
    LegalEntityEmail(
      emailTemplateId: fields.optional(
        "emailTemplateId", IdentifierForm<EmailTemplate>(),
        "The template of its e-mails; without it the default."),
      attachments: fields.optional(
        "attachments", EmailFields.attachments, "What they carry (Ubl, Pdf); without it nothing."),
      fromName: fields.optional(
        "fromName", .name, "The name before the sender's address; without it the entity's own."),
      replyTo: fields.optional(
        "replyTo", .email, "Where answers go; without it to the sender's address."))
  }
}
