/// On which days a scheduler has occurrences.
package enum OccurrenceRule: Hashable, Sendable {
  case once
  case daily
  case weekly(Weekday)
  /// Clipped to the month's end.
  case monthlyDay(Int)
  /// 0: the month's last day, 1 and 2: that many days before it.
  case monthlyFromEnd(Int)
  case monthlyNth(Nth, Weekday)

  package enum Nth: String, Hashable, Sendable, CaseIterable {
    case first = "First"
    case second = "Second"
    case third = "Third"
    case fourth = "Fourth"
    case last = "Last"
  }
}
