/// A calendar date without a time zone (<doc:Schedules#Periods>: billing dates are civil).
///
/// Stored as the number of days since 1970-01-01 in the proleptic Gregorian calendar, so that
/// comparison and day arithmetic are one integer operation and a date takes four bytes.
package struct CivilDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Days since 1970-01-01; negative before it.
  package let daysSince1970: Int32

  /// The first date a message may carry.
  package static let earliest = CivilDate(daysSince1970: -25_567)

  /// The last date a message may carry. The core may compute dates past it.
  package static let latest = CivilDate(daysSince1970: 84_005)

  package init(daysSince1970: Int32) {
    self.daysSince1970 = daysSince1970
  }

  /// The date of a year, month 1–12 and day of the month; `nil` when the calendar has no such day.
  package init?(year: Int, month: Int, day: Int) {
    guard (-1_000_000...1_000_000).contains(year), (1...12).contains(month),
      day >= 1, day <= GregorianCalendar.daysInMonth(month, ofYear: year)
    else { return nil }
    self.init(days: GregorianCalendar.days(year: year, month: month, day: day))
  }

  /// A day number that left the 32-bit range stays at its end: that is five million years away,
  /// and arithmetic on dates must not end the process.
  init(days: Int) {
    daysSince1970 = Int32(clamping: days)
  }

  package static func < (left: CivilDate, right: CivilDate) -> Bool {
    left.daysSince1970 < right.daysSince1970
  }

  /// Year, month 1–12 and day 1–31, computed together: cheaper than the three properties.
  package var components: (year: Int, month: Int, day: Int) {
    GregorianCalendar.components(days: Int(daysSince1970))
  }

  package var year: Int { components.year }
  package var month: Int { components.month }
  package var day: Int { components.day }

  /// 1 = Monday … 7 = Sunday (ISO 8601).
  package var dayOfWeek: Int {
    // 1970-01-01 was a Thursday; the second remainder brings dates before it into 0…6.
    ((Int(daysSince1970) + 3) % 7 + 7) % 7 + 1
  }

  /// The length of the month that holds the date, 28…31.
  package var daysInMonth: Int {
    let (year, month, _) = components
    return GregorianCalendar.daysInMonth(month, ofYear: year)
  }
}
