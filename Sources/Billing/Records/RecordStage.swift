/// The stages in which many records are sent: what a record names is stored before the record itself.
package enum RecordStage: Int, Hashable, Sendable, CaseIterable, Comparable {
  /// What foundations name.
  case templates
  /// What names nothing, or foundations that stand before it.
  case foundations
  /// Accounts name contacts and contacts name accounts: an account and its contacts are sent in one request, which checks
  /// references when all of it is in.
  case accounts
  case orders
  case groups
  case schedules
  /// What schedules are billed by.
  case billing

  package static func < (left: RecordStage, right: RecordStage) -> Bool {
    left.rawValue < right.rawValue
  }
}
