import Billing

extension RecordSample {
  static let accountEmailField = Field(
    name: "email",
    json: #"{"to": ["to@example.com"], "cc": ["cc@example.com"], "optOut": true, "emailTemplateId": "T", "attachments": ["Pdf", "Ubl"]}"#
  )

  static let entityEmailField = Field(
    name: "email",
    json: #"{"emailTemplateId": "T", "attachments": ["Ubl"], "fromName": "Billing", "replyTo": "r@example.com"}"#
  )
}

extension RecordSamples {
  static let emailTemplate = RecordSample(
    type: "EmailTemplate",
    fields: [
      RecordSample.Field(name: "id", json: #""X-1""#, isRequired: true),
      .init(name: "name", json: #""Standard""#, isRequired: true),
      .init(name: "subject", json: #""Invoice {{invoice.number}}""#, isRequired: true),
      .init(name: "textBody", json: #""Dear\n\tPayable""#, isRequired: true),
      .init(name: "htmlBody", json: #""<p>\r\n</p>""#),
      .init(name: "locale", json: #""de-CH""#),
      .init(name: "isDefault", json: "true"),
      .init(name: "revision", json: "7"),
    ],
    record: .emailTemplate(
      EmailTemplate(
        id: "X-1", name: "Standard", subject: "Invoice {{invoice.number}}",
        textBody: "Dear\n\tPayable", htmlBody: "<p>\r\n</p>", locale: "de-CH", isDefault: true,
        revision: 7)))
}
