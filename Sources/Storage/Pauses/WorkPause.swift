package import CivilTime

/// A class of work that an operator has paused: no worker takes it.
package struct WorkPause: Hashable, Sendable {
  /// The class as an operator names it: `generate`.
  package let workClass: String
  package let since: UTCInstant
  /// When it ends by itself; nil until somebody resumes it.
  package let until: UTCInstant?
  /// Who has paused it.
  package let by: String

  package init(workClass: String, since: UTCInstant, until: UTCInstant?, by: String) {
    self.workClass = workClass
    self.since = since
    self.until = until
    self.by = by
  }

  init(from row: inout RowDecoder) throws(StoreError) {
    workClass = try row.text()
    since = try row.instant()
    until = try row.optionalInstant()
    by = try row.text()
  }
}
