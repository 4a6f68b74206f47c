/// The lines about traces.
extension LogEvent {
  static let tracesNotSent = LogEvent(
    .error, "traces_not_sent",
    "traces cannot be sent",
    meaning: "The system has no memory or no thread for the client; the worker does not start.")
  static let traceCollectorAway = LogEvent(
    .warning, "trace_collector_away",
    "the collector of traces does not take spans; they are sent again, and the newest are dropped while too many wait",
    meaning: "`OTEL_EXPORTER_OTLP_ENDPOINT`; `error` says why. Nothing else waits for it.")
  static let spansRefused = LogEvent(
    .warning, "spans_refused",
    "the collector of traces refuses spans; they are dropped",
    meaning: "`error` has its answer: a wrong path, a missing header, or a limit of its own.")

  static let ofTraces: [LogEvent] = [.tracesNotSent, .traceCollectorAway, .spansRefused]
}
