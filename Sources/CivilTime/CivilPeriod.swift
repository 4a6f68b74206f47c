/// A half-open interval of days `[from, to)` that holds at least one day (<doc:Schedules#Periods>).
///
/// Half-open, so that periods that follow each other share a boundary and their lengths add up; an
/// inclusive `endDate` of the wire is `lastDay`.
package struct CivilPeriod: Hashable, Sendable, CustomStringConvertible {
  /// The first day of the period.
  package let from: CivilDate
  /// The first day after the period.
  package let to: CivilDate

  /// `nil` when the interval would be empty or turned round.
  package init?(from: CivilDate, to: CivilDate) {
    guard from < to else { return nil }
    self.from = from
    self.to = to
  }

  /// The days from the first through the last, as the wire's inclusive dates say it; a last day
  /// before the first gives the first day alone.
  package init(first: CivilDate, last: CivilDate) {
    from = first
    to = max(first, last).adding(days: 1)
  }

  /// The number of days, at least 1.
  package var days: Int { from.days(until: to) }

  /// The last day that belongs to the period.
  package var lastDay: CivilDate { to.adding(days: -1) }

  package func contains(_ date: CivilDate) -> Bool {
    from <= date && date < to
  }

  /// The days both periods hold; `nil` when there is none.
  package func intersection(_ other: CivilPeriod) -> CivilPeriod? {
    CivilPeriod(from: max(from, other.from), to: min(to, other.to))
  }

  /// The shortest period that holds both.
  package func union(_ other: CivilPeriod) -> CivilPeriod {
    CivilPeriod(first: min(from, other.from), last: max(lastDay, other.lastDay))
  }

  /// `[from, to)` in ISO 8601 dates.
  package var description: String { "[\(from), \(to))" }
}
