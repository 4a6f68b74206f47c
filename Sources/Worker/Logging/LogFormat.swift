/// The form of a log line.
package enum LogFormat: String, Hashable, Sendable, CaseIterable {
  /// Time, level, message, then `key=value`: for people, and still fit for a text search.
  case text
  /// One object a line: for collectors.
  case json
}
