import CivilTime
import Glibc

/// Writes log lines to standard error, one `write(2)` each, so that lines of several threads or processes
/// on one pipe never mix.
///
/// A line below the level costs one comparison: message and fields are not made. Callers give no
/// secrets: no password, no body, no bound value.
package struct Log: Sendable {
  package let level: LogLevel
  private let format: LogFormat
  private let worker: String
  private let descriptor: Int32

  /// Writes lines of at least that level. The worker's name is a field of every JSON line; the descriptor is an
  /// open file, standard error unless told otherwise.
  package init(
    level: LogLevel, format: LogFormat, worker: String, descriptor: Int32 = STDERR_FILENO
  ) {
    self.level = level
    self.format = format
    self.worker = worker
    self.descriptor = descriptor
  }

  package init(_ configuration: Configuration) {
    self.init(
      level: configuration.logLevel, format: configuration.logFormat, worker: configuration.name)
  }

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
    put(line.bytes(as: format))
  }

  /// A log that cannot be written (a closed pipe, a full disk) must not stop the work: the line is lost.
  private func put(_ bytes: [UInt8]) {
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if written > 0 {
        start += written
      } else if written == 0 || errno != EINTR {
        return
      }
    }
  }
}
