/// What e-mails about invoices say, with fields in braces (<doc:Emails#Templates>).
package struct EmailTemplate: Hashable, Sendable, Identifiable {
  package let id: RecordID<EmailTemplate>
  package var name: String
  package var subject: String
  package var textBody: String
  package var htmlBody: String?
  /// BCP 47, of the fields' numbers and dates; nil: the legal entity's.
  package var locale: String?
  package var isDefault: Bool
  package var revision: Int64?

  package init(
    id: RecordID<EmailTemplate>, name: String, subject: String, textBody: String,
    htmlBody: String? = nil, locale: String? = nil, isDefault: Bool = false, revision: Int64? = nil
  ) {
    self.id = id
    self.name = name
    self.subject = subject
    self.textBody = textBody
    self.htmlBody = htmlBody
    self.locale = locale
    self.isDefault = isDefault
    self.revision = revision
  }
}
