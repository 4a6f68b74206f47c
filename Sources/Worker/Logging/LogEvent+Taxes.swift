/// The lines about a tax engine.
extension LogEvent {
  static let taxEngineAway = LogEvent(
    .warning, "tax_engine_away",
    "the tax engine is away; what needs it waits, and no attempt is counted",
    meaning: """
      Five calls in a row failed; `reason` says how. It is asked again after 10 s, then after at most two minutes. Posted invoices \
      wait, drafts as `INVOICE_WORKER_TAX_FALLBACK` says.
      """)
  static let taxEngineBack = LogEvent(
    .info, "tax_engine_back",
    "the tax engine is back",
    meaning: "What waited for it comes back within a minute.")
  static let taxesDelayed = LogEvent(
    .warning, "taxes_delayed",
    "the tax engine does not answer for some of the work; that is asked again later, and no attempt is counted",
    meaning:
      "It answers others: three tries failed, it asks to be left alone (429), or facts change all the time; `reason` says which."
  )
  static let taxesUnreadable = LogEvent(
    .warning, "taxes_unreadable",
    "what is to be told to the tax engine could not be read or noted",
    meaning: "The database is away. Tried again.")
  static let taxesAwaitDatabase = LogEvent(
    .debug, "taxes_await_database",
    "tax transactions wait for the database",
    meaning: "It is locked or away.")
  static let taxAnswerNotNoted = LogEvent(
    .warning, "tax_answer_not_noted",
    "what the tax engine answered cannot be noted yet; it is tried again",
    meaning: "The database is away after the engine answered; the answer is kept.")
  static let taxAnswerDropped = LogEvent(
    .warning, "tax_answer_dropped",
    "what the tax engine answered cannot be noted; it is asked again",
    meaning: "The database refuses it. The call has the same key, so the engine books once.")

  static let ofTaxes: [LogEvent] = [
    .taxEngineAway, .taxEngineBack, .taxesDelayed, .taxesUnreadable, .taxesAwaitDatabase,
    .taxAnswerNotNoted, .taxAnswerDropped,
  ]
}
