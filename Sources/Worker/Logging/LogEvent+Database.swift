/// The lines about the database.
extension LogEvent {
  static let databaseAwaited = LogEvent(
    .warning, "database_awaited",
    "the database is not available; waiting for it",
    meaning: "At the start. The worker begins once it answers.")
  static let databaseLockAwaited = LogEvent(
    .warning, "database_lock_awaited",
    "another process keeps the database locked; waiting for it",
    meaning: "At the start, on SQLite.")
  static let databaseAway = LogEvent(
    .error, "database_away",
    "the database is not available; consumption is paused, nothing is lost",
    meaning: """
      It is away, refuses the login, has no connection, disk or memory left, or the file or \
      schema is gone. Tried again after up to 5 s.
      """)
  static let databaseBack = LogEvent(
    .info, "database_back",
    "the database is available again",
    meaning: "Consumption goes on.")
  static let databaseUnfit = LogEvent(
    .error, "database_unfit",
    """
    the database refuses what every request needs; consumption is paused, nothing is lost, \
    and it goes on by itself once this is put right
    """,
    meaning: """
      It answers, and is not what `migrate` made: a right revoked, a table gone, row-level \
      security, a damaged file. `error` names the statement, the cause and what to do.
      """)
  static let databaseFit = LogEvent(
    .info, "database_fit",
    "the database takes what requests need again",
    meaning: "Consumption goes on.")
  static let locksAwaited = LogEvent(
    .warning, "locks_awaited",
    "other transactions hold locks that requests need; these wait, nothing is lost",
    meaning: """
      Somebody keeps rows locked for more than 10 s. The other requests go on; consumption \
      pauses when every lane waits.
      """)
  static let locksGone = LogEvent(
    .info, "locks_gone",
    "the locks that requests waited for are gone",
    meaning: "The requests go on.")
  static let databaseFilesChanged = LogEvent(
    .warning, "database_files_changed",
    """
    the database's files were changed while it was in use; it is opened again, and nothing \
    that was answered is lost
    """,
    meaning: """
      SQLite: somebody moved, replaced or deleted a file. Stop every worker on it, do what \
      `error` says, start them again.
      """)
  static let housekeepingDelayed = LogEvent(
    .debug, "housekeeping_delayed",
    "housekeeping waits",
    meaning: "What is old is deleted at its next turn.")
  static let pausesUnreadable = LogEvent(
    .debug, "pauses_unreadable",
    "pauses cannot be read",
    meaning: "What was paused stays paused.")
  static let workerUnlisted = LogEvent(
    .info, "worker_unlisted",
    "the worker cannot be put on the list of workers",
    meaning: """
      The page does not show it; nothing else depends on it. Tried again every ten seconds, \
      and said once.
      """)

  static let ofDatabase: [LogEvent] = [
    .databaseAwaited, .databaseLockAwaited, .databaseAway, .databaseBack, .databaseUnfit,
    .databaseFit, .locksAwaited, .locksGone, .databaseFilesChanged, .housekeepingDelayed,
    .pausesUnreadable, .workerUnlisted,
  ]
}
