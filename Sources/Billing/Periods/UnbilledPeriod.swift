import CivilTime

/// A period to be billed, or the part of one that is left of it.
struct UnbilledPeriod: Hashable, Sendable {
  /// The days that are billed.
  let part: CivilPeriod
  /// The full period that they belong to.
  let full: CivilPeriod
  /// What was before the part in its full period.
  var before = Before.nothing

  enum Before: Hashable, Sendable {
    /// Nothing that is charged.
    case nothing
    /// Days that count as billed by `billedThroughDate`.
    case countsAsBilled
    /// Days that lines bill.
    case lines
  }

  var daysInFullPeriod: Int { full.days }
  var isPartial: Bool { part.days != daysInFullPeriod }
}
