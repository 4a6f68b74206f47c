import CivilTime

/// A period to be billed, or the part of one that is left of it.
struct UnbilledPeriod: Hashable, Sendable {
  /// The days that are billed.
  let part: CivilPeriod
  /// The full period that they belong to.
  let full: CivilPeriod

  var daysInFullPeriod: Int { full.days }
  var isPartial: Bool { part.days != daysInFullPeriod }
}
