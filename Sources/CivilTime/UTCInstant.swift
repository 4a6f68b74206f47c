import Glibc

/// A point in time, UTC, to the microsecond (what PostgreSQL's `timestamptz` keeps).
package struct UTCInstant: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
  package let microsecondsSince1970: Int64

  static let microsecondsPerSecond: Int64 = 1_000_000
  static let microsecondsPerDay: Int64 = 86_400 * microsecondsPerSecond

  package init(microsecondsSince1970: Int64) {
    self.microsecondsSince1970 = microsecondsSince1970
  }

  /// The system's clock. The only place that reads it: everything else is given the time.
  package static func now() -> UTCInstant {
    var time = timespec()
    // Fails only for an unknown clock or a bad address, and neither can be given here.
    clock_gettime(CLOCK_REALTIME, &time)
    return UTCInstant(
      microsecondsSince1970: Int64(time.tv_sec) * microsecondsPerSecond
        + Int64(time.tv_nsec) / 1_000)
  }

  package static func < (left: UTCInstant, right: UTCInstant) -> Bool {
    left.microsecondsSince1970 < right.microsecondsSince1970
  }

  /// The calendar date in UTC.
  package var date: CivilDate {
    CivilDate(days: wholeDays)
  }

  /// 00:00 UTC of a day.
  package init(startOf day: CivilDate) {
    microsecondsSince1970 = Int64(day.daysSince1970) * Self.microsecondsPerDay
  }

  /// Whole seconds since 1970, rounded towards the past.
  package var secondsSince1970: Int64 {
    Int64(Int(microsecondsSince1970).flooredQuotient(by: Int(Self.microsecondsPerSecond)))
  }

  /// The instant so much later (earlier when negative); at the ends of the range it stays there.
  package func adding(microseconds: Int64) -> UTCInstant {
    let (sum, overflow) = microsecondsSince1970.addingReportingOverflow(microseconds)
    return UTCInstant(microsecondsSince1970: overflow ? (microseconds < 0 ? .min : .max) : sum)
  }

  var wholeDays: Int {
    Int(microsecondsSince1970).flooredQuotient(by: Int(Self.microsecondsPerDay))
  }
}
