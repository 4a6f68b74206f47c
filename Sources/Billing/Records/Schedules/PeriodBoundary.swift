/// What fixes the first boundary of a schedule's periods (<doc:Schedules#Periods>).
package enum PeriodBoundary: String, Hashable, Sendable, CaseIterable {
  /// The start day.
  case anniversary = "Anniversary"
  /// `billDayOfMonth`, clipped, in the month of the start.
  case dayOfPeriod = "DayOfPeriod"
  /// The first day of the calendar unit that holds the start.
  case alignToCalendar = "AlignToCalendar"
  /// Periods end on the last day of a month.
  case lastDayOfPeriod = "LastDayOfPeriod"
}
