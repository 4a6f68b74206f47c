import CivilTime
import JSON

/// One line of the log, as bytes with the line feed. Pure: the time is given.
struct LogLine {
  let time: UTCInstant
  let level: LogLevel
  let worker: String
  let message: String
  let fields: KeyValuePairs<String, LogValue>

  /// Longer values are cut: a line is for reading, and the whole text has a better place.
  static let longestValue = 2_000

  func bytes(as format: LogFormat) -> [UInt8] {
    switch format {
    case .text: textBytes
    case .json: jsonBytes
    case .journal: Array("<\(Self.priority(level))>\(said)\n".utf8)
    }
  }

  private var textBytes: [UInt8] {
    Array("\(time) \(Self.column(level)) \(said)\n".utf8)
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
    writer.string(level.rawValue)
    writer.key("worker")
    writer.string(worker)
    writer.key("message")
    writer.string(message)
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
