package import CivilTime

/// The days that an export is of, both included.
package struct ExportedDays: Hashable, Sendable {
  package let first: CivilDate
  package let last: CivilDate

  /// nil: the last lies before the first.
  package init?(from first: CivilDate, to last: CivilDate) {
    guard first <= last else { return nil }
    self.first = first
    self.last = last
  }
}
