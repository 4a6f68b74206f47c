/// The lines about the operators' page.
extension LogEvent {
  package static let pageShown = LogEvent(
    .info, "page_shown",
    "the page is shown",
    meaning: "`invoice-worker web` listens at `address`.")
  package static let pageEnds = LogEvent(
    .info, "page_ends",
    "stopping",
    meaning: "A signal asked the page to end.")
  package static let pageNotMade = LogEvent(
    .error, "page_not_made",
    "a page cannot be made",
    meaning: "`error` says why; the browser was told the same.")
  package static let signInsThrottled = LogEvent(
    .warning, "sign_ins_throttled",
    "too many failed sign-ins",
    meaning: "Of one address (`peer`); it may try again in a minute.")
  package static let signInFailed = LogEvent(
    .warning, "sign_in_failed",
    "a sign-in failed",
    meaning: "The name or the password is wrong.")
  package static let signedIn = LogEvent(
    .info, "signed_in",
    "somebody signed in",
    meaning: "`user`, from `peer`.")
  package static let deadLettersWorkedOn = LogEvent(
    .info, "dead_letters_worked_on",
    "dead letters were worked on",
    meaning: "`user` replayed or discarded them on the page; `result` says what came of it.")
  package static let pageRequestSent = LogEvent(
    .info, "page_request_sent",
    "a request was sent by the page",
    meaning: "For `user`; its completion answers to `request`.")

  static let ofPage: [LogEvent] = [
    .pageShown, .pageEnds, .pageNotMade, .signInsThrottled, .signInFailed,
    .signedIn, .deadLettersWorkedOn, .pageRequestSent,
  ]
}
