import Billing

/// Of an EmailTemplate. What its texts hold in braces is checked when it is stored.
struct EmailTemplateForm: RecordFieldsForm {
  let id: String

  func read(_ fields: inout ObjectReader) -> EmailTemplate? {
    let name = fields.required("name", .name, "What the template is called.")
    let subject = fields.required(
      "subject", .text(maximum: 255), "The e-mail's subject, with fields: {{invoice.number}}.")
    let textBody = fields.required(
      "textBody", .body(maximum: 100_000),
      "What it says as plain text, with fields and one loop {{#lines}}…{{/lines}}.")
    let htmlBody = fields.optional(
      "htmlBody", .body(maximum: 200_000),
      "The same as HTML; values are escaped. Without it only the text is sent.")
    let locale = fields.optional(
      "locale", .text(maximum: 35),
      "The language and region of numbers and dates, such as de-DE (without it the legal entity's).")
    let isDefault =
      fields.optional(
        "isDefault", .flag,
        "Whether it is used where nobody names a template; one at most is.")
      ?? false
    let revision = fields.revision()
    guard let name, let subject, let textBody else { return nil }
    return EmailTemplate(
      id: RecordID(id), name: name, subject: subject, textBody: textBody, htmlBody: htmlBody,
      locale: locale, isDefault: isDefault, revision: revision)
  }
}
