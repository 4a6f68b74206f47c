/// The form of a log line.
package enum LogFormat: String, Hashable, Sendable, CaseIterable {
  /// Time, level, message, then `key=value`: for people, and still fit for a text search.
  case text
  /// One object a line: for collectors.
  case json
  /// The message and its fields behind a priority, as systemd's journal takes it (sd-daemon(3)); the journal has the time.
  case journal
}
