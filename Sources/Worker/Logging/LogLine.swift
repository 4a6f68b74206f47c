import CivilTime
import JSON
import Messages

/// One line of the log, as bytes with the line feed. Pure: the time is given.
struct LogLine {
  /// Whose line it is.
  struct Worker: Hashable, Sendable {
    let name: String
    let version: String
  }

  /// What a line in JSON has of itself; no field is called so.
  static let ownMembers: Set<String> = [
    "time", "level", "event", "worker", "version", "message", "trace_id", "span_id",
  ]

  let time: UTCInstant
  let worker: Worker
  let event: LogEvent
  let message: String
  let trace: TraceContext?
  let fields: KeyValuePairs<String, LogValue>

  /// A line with the event's own message, unless another is given.
  init(
    time: UTCInstant, worker: Worker, event: LogEvent, message: String? = nil,
    trace: TraceContext? = nil, fields: KeyValuePairs<String, LogValue>
  ) {
    self.time = time
    self.worker = worker
    self.event = event
    self.message = message ?? event.message
    self.trace = trace
    self.fields = fields
  }

  /// Longer values are cut: a line is for reading, and the whole text has a better place.
  static let longestValue = 2_000

  func bytes(as format: LogFormat) -> [UInt8] {
    switch format {
    case .text: textBytes
    case .json: jsonBytes
    case .journal: Array("<\(Self.priority(event.level))>\(said)\n".utf8)
    }
  }

  private var textBytes: [UInt8] {
    Array("\(time) \(Self.column(event.level)) \(said)\n".utf8)
  }

  /// The message and its fields.
  private var said: String {
    var line = PrintableText.escaping(message)
    for (key, value) in fields {
      line += " \(key)="
      switch value {
      case .text(let text): line += Self.quoted(text)
      case .integer(let number): line += String(number)
      case .bool(let flag): line += flag ? "true" : "false"
      }
    }
    return line
  }

  /// As in syslog(3).
  private static func priority(_ level: LogLevel) -> Int {
    switch level {
    case .debug: 7
    case .info: 6
    case .warning: 4
    case .error: 3
    }
  }

  private var jsonBytes: [UInt8] {
    var writer = JSONWriter(reservingCapacity: 256)
    writer.beginObject()
    writer.key("time")
    writer.string(time.description)
    writer.key("level")
    writer.string(event.level.rawValue)
    writer.key("event")
    writer.string(event.name)
    writer.key("worker")
    writer.string(worker.name)
    writer.key("version")
    writer.string(worker.version)
    writer.key("message")
    writer.string(message)
    if let trace {
      writer.key("trace_id")
      writer.string(trace.traceID)
      writer.key("span_id")
      writer.string(trace.spanID)
    }
    for (key, value) in fields {
      writer.key(key)
      switch value {
      case .text(let text): writer.string(String(text.prefix(Self.longestValue)))
      case .integer(let number): writer.integer(number)
      case .bool(let flag): writer.bool(flag)
      }
    }
    writer.endObject()
    return PrintableText.escapingJSON(writer.bytes) + [UInt8(ascii: "\n")]
  }

  /// Five columns, so that messages stand under one another.
  private static func column(_ level: LogLevel) -> String {
    switch level {
    case .debug: "DEBUG"
    case .info: "INFO "
    case .warning: "WARN "
    case .error: "ERROR"
    }
  }

  /// As it is when nothing in it could be taken for something else, else in quotation marks.
  private static func quoted(_ text: String) -> String {
    let shown = PrintableText.escaping(text, limit: longestValue)
    let isPlain =
      !shown.isEmpty
      && shown.utf8.allSatisfy {
        $0 > 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "=")
      }
    guard !isPlain else { return shown }
    return "\""
      + shown.reduce(into: "") { $0 += $1 == "\"" ? "\\\"" : String($1) }
      + "\""
  }
}
