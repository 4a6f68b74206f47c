import CivilTime
import Glibc

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
  private let worker: String
  private let writer: LogWriter

  /// Writes lines of at least that level. The worker's name is a field of every JSON line; the descriptor is an
  /// open file, standard error by default.
  package init(
    level: LogLevel, format: LogFormat, worker: String, descriptor: Int32 = STDERR_FILENO
  ) {
    threshold = LogThreshold(level)
    self.format = format
    self.worker = worker
    writer = LogWriter(descriptor: descriptor) { count in
      LogLine(
        time: .now(), level: .warning, worker: worker,
        message: "log lines were dropped, because they were not read or could not be written",
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
        time: .now(), level: .info, worker: worker, message: "the log's level was changed",
        fields: ["level": .text(level.rawValue)]
      ).bytes(as: format))
  }

  /// Waits until what was logged is written, at most so long. To be called before the process ends.
  package func flush(within limit: Duration) { writer.flush(within: limit) }

  package func debug(
    _ message: @autoclosure () -> String,
    _ fields: @autoclosure () -> KeyValuePairs<String, LogValue> = [:]
  ) {
    write(.debug, message, fields)
  }

  package func info(
    _ message: @autoclosure () -> String,
    _ fields: @autoclosure () -> KeyValuePairs<String, LogValue> = [:]
  ) {
    write(.info, message, fields)
  }

  package func warning(
    _ message: @autoclosure () -> String,
    _ fields: @autoclosure () -> KeyValuePairs<String, LogValue> = [:]
  ) {
    write(.warning, message, fields)
  }

  package func error(
    _ message: @autoclosure () -> String,
    _ fields: @autoclosure () -> KeyValuePairs<String, LogValue> = [:]
  ) {
    write(.error, message, fields)
  }

  /// A warning that may come a thousand times and is written once an interval; the message then says how
  /// many were held back since the last.
  package func warning(
    _ limit: OncePerInterval,
    _ message: @autoclosure () -> String,
    _ fields: @autoclosure () -> KeyValuePairs<String, LogValue> = [:]
  ) {
    guard level <= .warning, let held = limit.admit(at: .now()) else { return }
    write(
      .warning, { held == 0 ? message() : "\(message()) (\(held) more since the last time)" },
      fields)
  }

  private func write(
    _ level: LogLevel, _ message: () -> String,
    _ fields: () -> KeyValuePairs<String, LogValue>
  ) {
    guard level >= self.level else { return }
    let line = LogLine(
      time: .now(), level: level, worker: worker, message: message(), fields: fields())
    writer.write(line.bytes(as: format))
  }
}
