/// The lines about the clock and runs.
extension LogEvent {
  static let clockTaken = LogEvent(
    .info, "clock_taken",
    "this worker keeps the clock",
    meaning: "It does what is due by the calendar, for all workers on the database.")
  static let clockLost = LogEvent(
    .info, "clock_lost",
    "another worker keeps the clock",
    meaning: "This one's lease ran out, as after a pause of the machine.")
  static let clockUnasked = LogEvent(
    .warning, "clock_unasked",
    "the lease of the clock could not be asked for",
    meaning: "Tried again each second.")
  static let clockAskingLocked = LogEvent(
    .debug, "clock_asking_locked",
    "the lease of the clock is locked",
    meaning: "Tried again each second.")
  static let clockNotGivenBack = LogEvent(
    .debug, "clock_not_given_back",
    "the lease of the clock could not be given back",
    meaning: "Another worker takes it within 20 s.")
  static let dutyFailed = LogEvent(
    .warning, "duty_failed",
    "the clock could not do what is due",
    meaning: "`duty` says what; tried again each second.")
  static let dutyLocked = LogEvent(
    .debug, "duty_locked",
    "another transaction is in the way of what is due",
    meaning: "`duty` says what; it is done at the next turn.")
  static let chunksIssuedAgain = LogEvent(
    .warning, "chunks_issued_again",
    """
    chunks of runs have been open for long and their messages are gone; they are issued \
    again
    """,
    meaning: "`invoice.run` was purged, or a broker lost it. What was done stays done.")
  static let runMessageUnreadable = LogEvent(
    .warning, "run_message_unreadable",
    "a message in the queue of runs could not be read; it is acknowledged",
    meaning: "Somebody else wrote it; runs lose nothing.")
  static let chunkFailed = LogEvent(
    .error, "chunk_failed",
    """
    a part of a run failed by a fault of the program; its accounts are tried one by one, and \
    the one that fails is an error of the run
    """,
    meaning: """
      A bug, or a trigger or constraint that somebody added; `error` has the words. The run \
      goes on.
      """)
  static let chunkNotStored = LogEvent(
    .error, "chunk_not_stored",
    "a part of a run cannot be stored, not even as failed; it is tried again later",
    meaning: "`error` has the database's words.")

  static let ofClock: [LogEvent] = [
    .clockTaken, .clockLost, .clockUnasked, .clockAskingLocked, .clockNotGivenBack,
    .dutyFailed, .dutyLocked, .chunksIssuedAgain, .runMessageUnreadable, .chunkFailed,
    .chunkNotStored,
  ]
}
