/// What a line of the log reports. Each stands here once, with its level and words, so that whoever collects logs can rely on
/// the name, and <doc:LogLines> lists them all.
package struct LogEvent: Hashable, Sendable {
  /// Stable, in snake_case: the member `event` of a line in JSON. Alerts and searches go by it.
  package let name: String
  package let level: LogLevel
  /// For people; may be put better in a later version.
  package let message: String
  /// What it means, and what is to be done about it where something is.
  package let meaning: String

  init(_ level: LogLevel, _ name: String, _ message: String, meaning: String) {
    self.level = level
    self.name = name
    self.message = message
    self.meaning = meaning
  }

  /// Every line that a worker can write.
  package static let all =
    ofProgram + ofBroker + ofDatabase + ofRequests + ofClock + ofMail + ofTaxes + ofTraces
    + ofPage

  /// All of them as a table of Markdown, by name: what <doc:LogLines> holds.
  package static var table: String {
    let rows = all.sorted { $0.name < $1.name }.map {
      "| `\($0.name)` | \($0.level.rawValue) | \($0.message) | \($0.meaning) |"
    }
    return (["| Event | Level | Message | It means |", "|---|---|---|---|"] + rows)
      .joined(separator: "\n")
  }
}
