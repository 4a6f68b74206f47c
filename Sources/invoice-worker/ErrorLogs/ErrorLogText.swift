import Billing
import CivilTime

/// Error logs for people: a line for each, and what happened and what to do under it.
enum ErrorLogText {
  static func table(_ logs: [ErrorLog]) -> Table {
    var table = Table([
      .init("Number"), .init("State", drop: 4), .init("Code", wraps: true),
      .init("Primary record", drop: 2), .init("Related record", drop: 3, wraps: true),
      .init("Times", isNumber: true, drop: 5), .init("Last seen", drop: 1),
    ])
    for log in logs {
      let related = log.entry.relatedRecord.map { "\($0.type.rawValue) \($0.id)" }
      table.append([
        log.number, state(of: log), log.entry.code.rawValue,
        "\(log.entry.primaryRecord.type.rawValue) \(log.entry.primaryRecord.id)", related ?? "",
        String(log.occurrences), log.lastSeenAt.secondsText,
      ])
      table.append(note: log.entry.message, under: 1)
    }
    return table
  }

  private static func state(of log: ErrorLog) -> String {
    if log.resolvedAt != nil { return "resolved" }
    return log.entry.severity == .error ? "open" : "open, warning"
  }
}
