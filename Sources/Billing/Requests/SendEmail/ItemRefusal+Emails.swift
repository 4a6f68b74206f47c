/// Why nothing is queued, whichever invoice is meant.
extension ItemRefusal {
  static var emailNotConfigured: ItemRefusal {
    ItemRefusal(
      .emailNotConfigured,
      "No mail server is configured, so nothing is queued. Set INVOICE_WORKER_SMTP_URL and "
        + "INVOICE_WORKER_EMAIL_FROM for the workers, then send the request again.")
  }

  static func unknownTemplate(_ id: EmailTemplate.ID) -> ItemRefusal {
    ItemRefusal(
      .emailTemplateMissing,
      "EmailTemplate \(id) does not exist. Send it first with records.upsert.v1, or correct the "
        + "identifier.", pointer: "/emailTemplateId")
  }
}
