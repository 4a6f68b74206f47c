/// The lines about e-mails.
extension LogEvent {
  static let mailServerAway = LogEvent(
    .warning, "mail_server_away",
    "the mail server is away; e-mails wait, and none of their attempts is counted",
    meaning: """
      It does not answer, or refuses the password or the sender. Tried again after at most two \
      minutes.
      """)
  static let mailServerBack = LogEvent(
    .info, "mail_server_back",
    "the mail server is back",
    meaning: "E-mails that waited are sent.")
  static let emailLimitReached = LogEvent(
    .warning, "email_limit_reached",
    "the daily limit of e-mails is reached; the others wait until 00:00 UTC",
    meaning: "`INVOICE_WORKER_EMAIL_DAILY_LIMIT`.")
  static let attachmentNotMade = LogEvent(
    .warning, "attachment_not_made",
    "what is attached to an e-mail cannot be made here now; it waits",
    meaning: "`invoice-documents` is missing or fails; `reason` says why.")
  static let attachmentIncomplete = LogEvent(
    .warning, "attachment_incomplete",
    "what is attached to an e-mail is not all that it should be",
    meaning: "It was sent: `reason` says what is missing, as a logo that cannot be drawn.")
  static let attachmentNotFinished = LogEvent(
    .warning, "attachment_not_finished",
    "what is attached to an e-mail was not finished; it is tried again a few times",
    meaning: "Drawing it took too long; after the last try the e-mail fails, with an error log.")
  static let emailNotNoted = LogEvent(
    .warning, "email_not_noted",
    "what became of an e-mail cannot be noted; it is tried again",
    meaning: "The database is away after the mail server answered; the answer is kept.")
  static let emailsUnreadable = LogEvent(
    .warning, "emails_unreadable",
    "what is queued of e-mails could not be read or noted",
    meaning: "Tried again.")
  static let emailsDelayed = LogEvent(
    .debug, "emails_delayed",
    "e-mails wait for the database",
    meaning: "It is locked or away.")

  static let ofMail: [LogEvent] = [
    .mailServerAway, .mailServerBack, .emailLimitReached, .attachmentNotMade,
    .attachmentIncomplete, .attachmentNotFinished, .emailNotNoted,
    .emailsUnreadable, .emailsDelayed,
  ]
}
