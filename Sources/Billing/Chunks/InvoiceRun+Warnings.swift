extension InvoiceRun {
  /// What there is to say of it that is no error: where the daily limit makes e-mails wait, how many.
  package var warnings: [Fault] {
    guard counters.emailsPostponed > 0 else { return [] }
    return [.emailsPostponed(counters.emailsPostponed, of: counters.emailsQueued)]
  }
}

extension Fault {
  /// The warning that so many of the e-mails that were queued wait for the next day or longer.
  static func emailsPostponed(_ count: Int, of queued: Int) -> Fault {
    Fault(
      code: .emailDailyLimit,
      message:
        "\(count) of \(queued) e-mails wait until the next day or later: the daily limit "
        + "(INVOICE_WORKER_EMAIL_DAILY_LIMIT, UTC) has no room for more. None is lost.")
  }
}
