/// The lines about starting, ending, and what operators tell a worker.
extension LogEvent {
  static let workerStarted = LogEvent(
    .info, "worker_started",
    "worker started",
    meaning: "It takes requests from now on, in so many lanes.")
  static let workerStopped = LogEvent(
    .info, "worker_stopped",
    "worker stopped",
    meaning: "The last line of a worker that drained, with what it did since its start.")
  static let draining = LogEvent(
    .info, "draining",
    "draining",
    meaning: "It takes nothing more and finishes what it holds, within 25 s.")
  static let drainLate = LogEvent(
    .warning, "drain_late",
    "the drain took too long; what is left will be delivered again",
    meaning: "25 s were not enough. Nothing is lost.")
  package static let drainHangs = LogEvent(
    .warning, "drain_hangs",
    "the drain hangs; stopping at once; what was not finished will be delivered again",
    meaning: "The process ends with 143. Nothing is lost.")
  package static let stoppedAtOnce = LogEvent(
    .warning, "stopped_at_once",
    "stopping at once; what was not finished will be delivered again",
    meaning: "A second SIGTERM or SIGINT. Nothing is lost.")
  package static let schemaApplied = LogEvent(
    .info, "schema_applied",
    "database schema",
    meaning: """
      `run --migrate` brought the database to this schema, in so many steps; 0 when it was \
      there.
      """)
  package static let unknownVariable = LogEvent(
    .warning, "unknown_variable",
    "an environment variable is unknown",
    meaning: "It is misspelt or of another version, and changes nothing.")
  static let logLevelChanged = LogEvent(
    .info, "log_level_changed",
    "the log's level was changed",
    meaning: """
      SIGUSR1: everything is logged, or again what is configured. Written whatever the level.
      """)
  static let logLinesDropped = LogEvent(
    .warning, "log_lines_dropped",
    "log lines were dropped, because they were not read or could not be written",
    meaning: """
      Nobody read standard error. Lines that do not fit into 512 KiB are dropped and counted; \
      the work goes on.
      """)
  package static let configurationUnreadable = LogEvent(
    .error, "configuration_unreadable",
    "the configuration cannot be read again; everything stays as it is",
    meaning: """
      SIGHUP met a file or variable that cannot be used: put it right and send SIGHUP again.
      """)
  static let renewalRefused = LogEvent(
    .error, "renewal_refused",
    """
    the broker cannot be reached as it is configured now; the connections stay as they are
    """,
    meaning: "SIGHUP: the new address, password or certificate was tried and does not work.")
  static let monitoringStarted = LogEvent(
    .info, "monitoring_started",
    "health and metrics are answered",
    meaning: "Over HTTP, at this address.")
  static let monitoringFailed = LogEvent(
    .warning, "monitoring_failed",
    "health and metrics cannot be answered; trying on, and working meanwhile",
    meaning: "The address of `INVOICE_WORKER_HTTP` is in use or not this machine's.")
  static let workPaused = LogEvent(
    .warning, "work_paused",
    "an operator has paused a class of work; it waits in its queue",
    meaning: "`invoice-worker pause`; it ends with `resume`, or at the time that is named.")
  static let workResumed = LogEvent(
    .info, "work_resumed",
    "a class of work is taken again",
    meaning: "`invoice-worker resume`, or the pause's time was over.")
  static let quieted = LogEvent(
    .info, "quieted",
    "quiet: nothing more is taken until SIGCONT, what has begun is finished",
    meaning: "SIGTSTP.")
  static let unquieted = LogEvent(
    .info, "unquieted",
    "no longer quiet: requests are taken again",
    meaning: "SIGCONT.")

  static let ofProgram: [LogEvent] = [
    .workerStarted, .workerStopped, .draining, .drainLate, .drainHangs, .stoppedAtOnce,
    .schemaApplied, .unknownVariable, .logLevelChanged, .logLinesDropped,
    .configurationUnreadable, .renewalRefused, .monitoringStarted, .monitoringFailed,
    .workPaused, .workResumed, .quieted, .unquieted,
  ]
}
