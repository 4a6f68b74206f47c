import CivilTime
import Glibc
package import Messages

/// Writes log lines to standard error, on a thread of its own: logging never blocks, and lines that nobody reads
/// are dropped and counted (``LogWriter``).
///
/// A line below the level costs one comparison: message and fields are not made. Callers give no
/// secrets: no password, no body, no bound value.
package struct Log: Sendable {
  /// The least level that is logged now.
  package var level: LogLevel { threshold.level }
  private let threshold: LogThreshold
  private let format: LogFormat
  private let worker: LogLine.Worker
  private let writer: LogWriter

  /// Writes lines of at least that level. The worker's name and the program's version are members of every JSON line; the
  /// descriptor is an open file, standard error by default.
  package init(
    level: LogLevel, format: LogFormat, worker name: String, version: String = "unknown",
    descriptor: Int32 = STDERR_FILENO
  ) {
    let worker = LogLine.Worker(name: name, version: version)
    threshold = LogThreshold(level)
    self.format = format
    self.worker = worker
    writer = LogWriter(descriptor: descriptor) { count in
      LogLine(
        time: .now(), worker: worker, event: .logLinesDropped,
        fields: ["lines": .integer(Int64(count))]
      ).bytes(as: format)
    }
  }

  /// Logs everything from now on, or again what is configured, and says which.
  package func toggleDebug() {
    let level = threshold.toggle()
    // Whatever is configured: who has asked for it looks for the answer.
    writer.write(
      LogLine(
        time: .now(), worker: worker, event: .logLevelChanged,
        fields: ["now": .text(level.rawValue)]
      ).bytes(as: format))
  }

  /// Waits until what was logged is written, at most so long. To be called before the process ends.
  package func flush(within limit: Duration) { writer.flush(within: limit) }

  /// Writes a line when its level is logged. Its message, and perhaps a clause that ends it; the trace of the request that it is
  /// about, where it is about one; its own fields, which are none of ``LogLine``'s.
  package func write(
    _ event: LogEvent, adding clause: @autoclosure () -> String? = nil,
    of trace: @autoclosure () -> TraceContext? = nil,
    _ fields: @autoclosure () -> KeyValuePairs<String, LogValue> = [:]
  ) {
    write(event, held: 0, clause, trace, fields)
  }

  /// The same of what may come a thousand times and is written once an interval; the message then says how many were held back
  /// since the last.
  package func write(
    _ event: LogEvent, once limit: OncePerInterval,
    adding clause: @autoclosure () -> String? = nil,
    _ fields: @autoclosure () -> KeyValuePairs<String, LogValue> = [:]
  ) {
    guard level <= event.level, let held = limit.admit(at: .now()) else { return }
    write(event, held: held, clause, { nil }, fields)
  }

  private func write(
    _ event: LogEvent, held: Int64, _ clause: () -> String?, _ trace: () -> TraceContext?,
    _ fields: () -> KeyValuePairs<String, LogValue>
  ) {
    guard event.level >= level else { return }
    var message = event.message
    if let clause = clause() { message += "; \(clause)" }
    if held > 0 { message += " (\(held) more since the last time)" }
    writer.write(
      LogLine(
        time: .now(), worker: worker, event: event, message: message, trace: trace(),
        fields: fields()
      ).bytes(as: format))
  }
}
